package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A rule waits for a time. */
final class Wait extends Deadline {
  private final Rank rank;
  private final List<SourcePosition> anchors;
  private @Nullable Consumer<RuleRunner.Guard> work;

  /**
   * @param deadline epoch milliseconds
   * @param work what happens then
   */
  Wait(
      RuleRunner runner,
      long deadline,
      Rank rank,
      List<SourcePosition> anchors,
      Consumer<RuleRunner.Guard> work) {
    super(runner, deadline);
    this.rank = rank;
    this.anchors = anchors;
    this.work = work;
  }

  @Override
  Rank rank() {
    return rank;
  }

  @Override
  List<SourcePosition> anchors() {
    return anchors;
  }

  @Override
  boolean isOver() {
    return work == null;
  }

  /** It does not happen any more; the queue must be told. */
  void cancel() {
    work = null;
  }

  @Override
  void pass(RuleRunner.Guard guard) {
    Consumer<RuleRunner.Guard> now = work;
    work = null;
    if (now != null) {
      now.accept(guard);
    }
  }
}
