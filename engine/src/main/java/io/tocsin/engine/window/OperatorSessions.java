package io.tocsin.engine.window;

import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.session.RuleSessions;
import java.io.DataInput;
import java.io.IOException;

/** Makes sessions over operators. */
public final class OperatorSessions implements RuleSessions {
  private final boolean allKeys;

  /**
   * @param allKeys whether each session holds all keys of its group (one shard), so that derived
   *     events need no topic to reach another key
   */
  public OperatorSessions(boolean allKeys) {
    this.allKeys = allKeys;
  }

  @Override
  public RuleSession create(PackPlan plan, KeyGroup group) {
    return new OperatorSession(plan, group, allKeys);
  }

  @Override
  public RuleSession restore(PackPlan plan, KeyGroup group, DataInput in) throws IOException {
    OperatorSession session = new OperatorSession(plan, group, allKeys);
    session.restore(in);
    return session;
  }
}
