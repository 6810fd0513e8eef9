package io.tocsin.engine.session;

import io.tocsin.engine.pack.Limits;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import java.io.DataInput;
import java.io.IOException;

/** Makes the sessions of a compiled pack. */
public interface RuleSessions {
  /** Of how many shards its sessions are one; 1 where they hold all keys. */
  int shards();

  /** The limits of one shard. */
  Limits limits(PackPlan plan);

  /**
   * A new, empty session.
   *
   * @param quota that of the pack on the shard, which its sessions share
   */
  RuleSession create(PackPlan plan, KeyGroup group, Quota quota);

  /**
   * A session as it was when {@link RuleSession#save} wrote it, maybe for another version of the
   * pack: rules that mean the same go on, others begin; see {@link RuleSession#takeover}.
   *
   * @throws IOException where the bytes are those of no version of the pack with its types and keys
   */
  RuleSession restore(PackPlan plan, KeyGroup group, Quota quota, DataInput in) throws IOException;
}
