package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.RulePlan;
import java.util.List;

/**
 * Something of a rule that happens at a time, after all events of that instant, unless it is over
 * before.
 *
 * <p>Of one time, those of rules that derive events come before those of rules that use them, so
 * that nothing is decided before all events of its last instant are there; then they pass in the
 * order of their rank. Matches are decided in the order in which they came about; of all else,
 * positions of events come first, then rules, then the order of making.
 */
abstract sealed class Deadline implements Comparable<Deadline> permits Pending, Wait, WaitingHead {
  /** What happens at one time, in this order. */
  enum Rank {
    /** A match is decided. */
    DECIDED,
    /** A window is judged because its period ends. */
    PERIOD_END,
    /** Something has lasted long enough, or may be told again. */
    LASTED,
    /** An episode ends. */
    ENDED
  }

  private final RuleRunner runner;
  private final long deadline;
  private long sequence;

  Deadline(RuleRunner runner, long deadline) {
    this.runner = runner;
    this.deadline = deadline;
  }

  final RuleRunner runner() {
    return runner;
  }

  private RulePlan rule() {
    return runner.rule();
  }

  /** Epoch milliseconds. */
  final long deadline() {
    return deadline;
  }

  /** The order in which they were made. */
  final long sequence() {
    return sequence;
  }

  final void sequence(long number) {
    sequence = number;
  }

  abstract Rank rank();

  /** The positions of the events that it is about; empty where they do not order it. */
  abstract List<SourcePosition> anchors();

  /** Whether it does not happen any more. */
  abstract boolean isOver();

  /**
   * Its time has come.
   *
   * @param guard runs what belongs together: its failure costs the rule its results
   */
  abstract void pass(RuleRunner.Guard guard);

  @Override
  public final int compareTo(Deadline other) {
    int order = Long.compare(deadline, other.deadline);
    order = order == 0 ? Integer.compare(rule().depth(), other.rule().depth()) : order;
    order = order == 0 ? rank().compareTo(other.rank()) : order;
    if (order == 0 && rank() != Rank.DECIDED) {
      order = compare(anchors(), other.anchors());
      order = order == 0 ? Integer.compare(rule().ordinal(), other.rule().ordinal()) : order;
    }
    return order == 0 ? Long.compare(sequence, other.sequence) : order;
  }

  private static int compare(List<SourcePosition> a, List<SourcePosition> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
