package io.tocsin.engine.spi;

/** How the writing of an {@link OutputBatch} ended. */
public enum CommitOutcome {
  /** Everything is readable and the positions are committed. */
  COMMITTED,
  /** Nothing is readable and no position moved, for certain: the same batch is written again. */
  ABORTED,
  /** It may be either: {@link Outbox#retry} on the same outbox finds out. */
  UNKNOWN,
  /**
   * Another outbox has claimed the lane; this one can never write again. Nothing of the batch is
   * readable.
   */
  FENCED
}
