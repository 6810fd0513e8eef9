package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import java.util.List;

/** The deadline of the first match of {@link WaitingEvents}; the others come behind it. */
final class WaitingHead extends Deadline {
  private final ChainRunner runner;
  private boolean over;

  /**
   * @param deadline epoch milliseconds
   * @param number that of the match
   */
  WaitingHead(ChainRunner runner, long deadline, long number) {
    super(runner, deadline);
    this.runner = runner;
    sequence(number);
  }

  @Override
  Rank rank() {
    return Rank.DECIDED;
  }

  @Override
  List<SourcePosition> anchors() {
    return List.of();
  }

  @Override
  boolean isOver() {
    return over;
  }

  /** Another match is the first, or none is; the queue must be told. */
  void cancel() {
    over = true;
  }

  @Override
  void pass(RuleRunner.Guard guard) {
    over = true;
    runner.passesFirst();
    guard.run(runner::decideFirst);
    runner.awaitFirst();
  }
}
