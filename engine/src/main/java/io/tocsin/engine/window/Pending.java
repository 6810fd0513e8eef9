package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match whose absences are not decided yet: it waits for its deadline, or for an event that
 * breaks it.
 *
 * <p>Deadlines pass in the order (deadline, positions of the matched events, rule).
 */
final class Pending implements Comparable<Pending> {
  private final ChainRunner runner;
  private final long deadline;
  private final long[] until;
  private final List<SourcePosition> anchors;
  private @Nullable Row row;
  private long sequence;

  /**
   * @param runner whose match it is
   * @param deadline when it is decided, epoch milliseconds
   * @param until for each absence of the rule the last time at which an event can break it; {@link
   *     Long#MIN_VALUE} where it is decided already
   * @param anchors the positions of the matched events
   * @param row the match
   */
  Pending(ChainRunner runner, long deadline, long[] until, List<SourcePosition> anchors, Row row) {
    this.runner = runner;
    this.deadline = deadline;
    this.until = until;
    this.anchors = anchors;
    this.row = row;
  }

  ChainRunner runner() {
    return runner;
  }

  long deadline() {
    return deadline;
  }

  long[] until() {
    return until;
  }

  List<SourcePosition> anchors() {
    return anchors;
  }

  /** Tells pendings apart that agree in all else: the order in which they were made. */
  long sequence() {
    return sequence;
  }

  void sequence(long number) {
    sequence = number;
  }

  /** The match; null once it is broken or decided. */
  @Nullable Row row() {
    return row;
  }

  boolean isOver() {
    return row == null;
  }

  /** Lets go of the match, since the queue of deadlines keeps a broken one until its time. */
  void end() {
    row = null;
  }

  @Override
  public int compareTo(Pending other) {
    if (deadline != other.deadline) {
      return Long.compare(deadline, other.deadline);
    }
    int order = compare(anchors, other.anchors);
    if (order == 0) {
      order = Integer.compare(runner.rule().ordinal(), other.runner.rule().ordinal());
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
