package io.tocsin.engine.replay;

/** How a replay ended; the numbers are what a command exits with. */
public enum ReplayOutcome {
  /** Everything was evaluated. */
  DONE(0),
  /** Lines were rejected, and the replay is strict. */
  REJECTED_LINES(4),
  /** A rule was quarantined, so its alerts are not complete. */
  QUARANTINED_RULE(5);

  private final int exitCode;

  ReplayOutcome(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
