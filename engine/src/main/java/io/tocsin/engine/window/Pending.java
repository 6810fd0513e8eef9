package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A match whose absences are not decided yet: it waits for its deadline, or for an event that
 * breaks it.
 */
final class Pending extends Deadline {
  private final ChainRunner runner;
  private final long[] until;
  private @Nullable Row row;

  /**
   * @param runner whose match it is
   * @param deadline when it is decided, epoch milliseconds
   * @param until for each absence of the rule the last time at which an event can break it; {@link
   *     Long#MIN_VALUE} where it is decided already
   * @param row the match
   */
  Pending(ChainRunner runner, long deadline, long[] until, Row row) {
    super(runner, deadline);
    this.runner = runner;
    this.until = until;
    this.row = row;
  }

  long[] until() {
    return until;
  }

  @Override
  List<SourcePosition> anchors() {
    return List.of();
  }

  /** The match; null once it is broken or decided. */
  @Nullable Row row() {
    return row;
  }

  @Override
  boolean isOver() {
    return row == null;
  }

  @Override
  Rank rank() {
    return Rank.DECIDED;
  }

  @Override
  void pass(RuleRunner.Guard guard) {
    guard.run(() -> runner.decide(this));
  }

  /** Lets go of the match, since the queue of deadlines keeps a broken one until its time. */
  void end() {
    row = null;
  }
}
