package io.tocsin.engine.shard;

import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.RuleSessions;

/**
 * A pack that the shards of a node evaluate. Thread-safe.
 *
 * @param plan the compiled pack
 * @param sessions makes its sessions; they hold a part of the keys only
 */
public record DeployedPack(PackPlan plan, RuleSessions sessions) {
  /** The pack's name. */
  public String name() {
    return plan.pack().name();
  }
}
