package io.tocsin.engine.plan;

import java.util.List;

/**
 * How far back a rule's result may depend on events: a rule that has seen all events of so long a
 * time says what it would say if it had seen all of them.
 *
 * <p>A result comes at most as long after the last event of its match as its absences wait, and an
 * event that it depends on is at most as far before that as its pattern keeps it. Example: {@code
 * $a : A() not B(this before[0s,5m] $a) not C(this after[0s,1m] $a)} is decided a minute after its
 * A and depends on the five minutes before it: 6 minutes. A condition that must hold {@code
 * @for(30s)} adds 30 s. What a rule makes of results of others reaches as much further as those do.
 */
public final class Reach {
  private Reach() {}

  /**
   * The reach of a rule with that of the rules whose results it uses.
   *
   * @return milliseconds, at least 0; what only a number of events or nothing bounds counts for
   *     nothing
   */
  public static long of(PackPlan plan, RulePlan rule) {
    long reach = of(rule);
    for (RulePlan other : plan.rules()) {
      if (rule.identity().producers().contains(other.name())) {
        reach = TimeNetwork.plus(reach, of(other));
      }
    }
    return reach;
  }

  private static long of(RulePlan rule) {
    long longest = 0;
    for (List<Step> steps : rule.alternatives()) {
      longest = Math.max(longest, of(steps, rule.timing()));
    }
    return TimeNetwork.plus(longest, rule.timing().holdFor());
  }

  private static long of(List<Step> steps, Timing timing) {
    Retention retention = new Retention(steps);
    long kept = timing.session();
    long waited = 0;
    for (Step step : steps) {
      for (PatternPlan pattern : step.patterns()) {
        long horizon = pattern.table() ? 0 : retention.horizon(pattern.slot());
        if (horizon != Retention.UNBOUNDED) {
          kept = Math.max(kept, horizon);
        }
        if (step instanceof Step.Absent || step instanceof Step.AbsentGroup) {
          waited = TimeNetwork.plus(waited, farthest(pattern));
        }
      }
    }
    Period every = timing.every();
    return TimeNetwork.plus(every == null ? kept : every.reach(kept), waited);
  }

  /** The longest distance to another event that the pattern's relations name. */
  private static long farthest(PatternPlan pattern) {
    long farthest = 0;
    for (TimeRelation relation : pattern.relations()) {
      for (long bound : new long[] {relation.lower(), relation.upper()}) {
        if (bound != Long.MIN_VALUE && bound != Long.MAX_VALUE) {
          farthest = Math.max(farthest, Math.abs(bound));
        }
      }
    }
    return farthest;
  }
}
