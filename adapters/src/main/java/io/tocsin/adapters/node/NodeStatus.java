package io.tocsin.adapters.node;

import java.util.List;

/**
 * One look at a node.
 *
 * @param brokerReachable whether the broker answered the last time it was asked, a second ago or so
 * @param detail what the node waits for, what failed or what takes long, one sentence; empty where
 *     its packs run here as they should
 * @param packs in the order in which they were deployed
 */
public record NodeStatus(boolean brokerReachable, String detail, List<PackStatus> packs) {
  /** Whether the broker can be reached, and every pack is live or stands by. */
  public boolean isReady() {
    return brokerReachable
        && !packs.isEmpty()
        && packs.stream().allMatch(pack -> pack.isLive() || pack.standsBy());
  }

  /** Whether it runs nothing and would take over everything. */
  public boolean standsBy() {
    return !packs.isEmpty() && packs.stream().allMatch(PackStatus::standsBy);
  }
}
