package io.tocsin.engine.session;

import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import java.io.DataInput;
import java.io.IOException;

/** Makes the sessions of a compiled pack. */
public interface RuleSessions {
  /** A new, empty session. */
  RuleSession create(PackPlan plan, KeyGroup group);

  /**
   * A session as it was when {@link RuleSession#save} wrote it.
   *
   * @throws IOException where the bytes are not those of this pack's session
   */
  RuleSession restore(PackPlan plan, KeyGroup group, DataInput in) throws IOException;
}
