package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Finds the matches of one alternative of one rule. The session calls, at each instant T and in
 * this order: {@link #leave}, {@link #event} for each event, and lets deadlines pass.
 */
abstract sealed class RuleRunner permits WindowRunner, ColumnRunner, SharedRunner, ChainRunner {
  /**
   * Runs a piece of work whose failure costs the rule its results for one entry and nothing else.
   */
  @FunctionalInterface
  interface Guard {
    void run(Runnable work);
  }

  private final RulePlan rule;
  private final Quota quota;
  private final boolean repeats;
  private int number;

  RuleRunner(RulePlan rule, List<Step> steps, Quota quota) {
    this.rule = rule;
    this.quota = quota;
    this.repeats =
        rule.alternatives().size() > 1
            || steps.stream().anyMatch(RuleRunner::isManifold)
            || (steps.stream().anyMatch(Step.Match.class::isInstance)
                && steps.stream().anyMatch(RuleRunner::isGrouped));
  }

  private static boolean isManifold(Step step) {
    return step instanceof Step.Unnest
        || (step instanceof Step.Match match && match.pattern().table());
  }

  private static boolean isGrouped(Step step) {
    return (step instanceof Step.Accumulate one && one.key() != null)
        || (step instanceof Step.AccumulateGroup several && several.key() != null);
  }

  /**
   * Whether the same events may match more than once at one instant: in two alternatives, or with
   * several rows, elements or groups.
   */
  final boolean repeats() {
    return repeats;
  }

  /** Its number in its session. */
  final int number() {
    return number;
  }

  final void number(int place) {
    number = place;
  }

  final RulePlan rule() {
    return rule;
  }

  final Quota quota() {
    return quota;
  }

  /** The patterns by which it takes events and own facts. */
  abstract List<PatternPlan> patterns();

  /**
   * When the first of what it keeps is past its time, so that {@link #leave} has something to do;
   * {@link RuleSession#NEVER} where there is none. Changes only where something is done to this
   * runner.
   */
  abstract long nextLeave();

  /** Whether what leaves has to be judged at its time; else it may go later. */
  abstract boolean judgesLeaving();

  /**
   * Removes what leaves at or before an instant, and judges the groups that no event of the instant
   * enters.
   *
   * @param events all events of the instant
   */
  abstract void leave(long now, List<Fact> events, Guard guard);

  /**
   * An event arrives that meets the comparisons of one of its {@link #patterns}. May throw whatever
   * the author's Java throws; its effect on what is kept stays.
   */
  abstract void event(Fact fact, long now);

  /**
   * Lets go of what is past its time at an instant, where that has no result; idle memory with it.
   */
  abstract void sweep(long now);

  /** An event of a later instant was shed before it could be evaluated. */
  abstract void missed(Fact fact);

  /**
   * The rule begins in the middle of a stream: what it has taken in before that may be in part.
   *
   * @param from all events from this time on are there, epoch milliseconds
   */
  void begin(long from) {
    clear();
  }

  /** The rule begins anew, with nothing kept; what runs it from now on. */
  RuleRunner anew() {
    clear();
    return this;
  }

  /** Forgets everything that it keeps. */
  abstract void clear();

  /** How many events it keeps. */
  abstract long live();

  abstract void save(StateWriter state, DataOutput out) throws IOException;

  abstract void restore(StateReader state, DataInput in) throws IOException;
}
