package io.tocsin.engine.window;

import io.tocsin.engine.plan.Period;
import io.tocsin.engine.plan.Retention;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.WindowSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a group are in its window.
 *
 * @param millis how long an event stays, in a session the gap that ends it; {@link
 *     Retention#UNBOUNDED} where only a number of events bounds the window
 * @param length how many events it has at most
 * @param session whether all stay until the gap after the last of them
 * @param period when it is judged, null for at each event; events stay until it has ended then
 */
record WindowExtent(long millis, int length, boolean session, @Nullable Period period) {

  static WindowExtent of(RulePlan rule, List<Step> steps) {
    Step.Accumulate window = (Step.Accumulate) steps.get(0);
    long session = rule.timing().session();
    if (session > 0) {
      return new WindowExtent(session, Integer.MAX_VALUE, true, null);
    }
    if (window.source().window() instanceof WindowSpec.Length byCount) {
      return new WindowExtent(Retention.UNBOUNDED, byCount.count(), false, null);
    }
    long millis = new Retention(steps).horizon(window.source().slot());
    return new WindowExtent(millis, Integer.MAX_VALUE, false, rule.timing().every());
  }

  /** Whether events leave at times that follow from their own. */
  boolean leavesByTime() {
    return millis != Retention.UNBOUNDED && period == null;
  }

  /** How long after its time an event can be in the window, milliseconds. */
  long reach() {
    return period == null ? millis : period.reach(millis);
  }

  /** Where the window of a group begins, exclusive; null where no time says that. */
  @Nullable Long from(JudgedGroup group, long now) {
    if (session) {
      return group.size() == 0 ? null : (Long) (group.firstTime() - 1);
    }
    if (period != null) {
      return period.windowFrom(now, millis);
    }
    return millis == Retention.UNBOUNDED ? null : (Long) (now - millis);
  }
}
