package io.tocsin.engine.window;

import io.tocsin.engine.pack.Limits;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.RuleSessions;
import java.io.DataInput;
import java.io.IOException;

/** Makes sessions over operators. */
public final class OperatorSessions implements RuleSessions {
  private final int shards;
  private final boolean allKeys;

  private OperatorSessions(int shards, boolean allKeys) {
    this.shards = shards;
    this.allKeys = allKeys;
  }

  /**
   * Sessions that hold all keys of their group, so that derived events need no topic to reach
   * another key.
   */
  public static OperatorSessions ofAllKeys() {
    return new OperatorSessions(1, true);
  }

  /**
   * Sessions of one of several shards, each with its part of the keys and of the limits.
   *
   * @param shards how many there are, 1 or more
   */
  public static OperatorSessions ofOneOf(int shards) {
    return new OperatorSessions(shards, false);
  }

  /** Whether a derived event needs no topic to reach another key. */
  boolean haveAllKeys() {
    return allKeys;
  }

  @Override
  public int shards() {
    return shards;
  }

  @Override
  public Limits limits(PackPlan plan) {
    return plan.pack().limits().ofOneOf(shards);
  }

  @Override
  public RuleSession create(PackPlan plan, KeyGroup group, Quota quota) {
    OperatorSession session = new OperatorSession(plan, group, this, quota);
    session.begin();
    return session;
  }

  @Override
  public RuleSession restore(PackPlan plan, KeyGroup group, Quota quota, DataInput in)
      throws IOException {
    OperatorSession session = new OperatorSession(plan, group, this, quota);
    session.restore(in);
    return session;
  }
}
