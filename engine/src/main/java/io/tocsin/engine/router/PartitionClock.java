package io.tocsin.engine.router;

import io.tocsin.engine.pack.Source;
import java.util.OptionalLong;

/** How far time has come in one source partition; never goes back. For one thread. */
final class PartitionClock {
  /** Nothing is known yet: the partition holds time back. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private final Source.Clock mode;
  private final long lateness;
  private final long idleTimeout;
  private long byData = UNKNOWN;
  private long byWall = UNKNOWN;
  private long lastRecordAt;
  private OptionalLong caughtUpAt = OptionalLong.empty();

  /**
   * @param now wall clock, epoch milliseconds, when the partition was taken over
   */
  PartitionClock(Source source, long now) {
    this.mode = source.clock();
    this.lateness = source.lateness().toMillis();
    this.idleTimeout = source.idleTimeout().toMillis();
    this.lastRecordAt = now;
  }

  /** An event was accepted. */
  void accepted(long time) {
    byData = Math.max(byData, time - lateness);
  }

  /** Records came, whatever became of them. */
  void received(long now) {
    lastRecordAt = Math.max(lastRecordAt, now);
  }

  /** What the reader knows after everything that it delivered has been routed. */
  void caughtUp(OptionalLong at) {
    caughtUpAt = at;
    if (mode == Source.Clock.WALL && at.isPresent()) {
      byWall = Math.max(byWall, at.getAsLong() - lateness - idleTimeout);
    }
  }

  /** No event below this time is to come, epoch milliseconds, or {@link #UNKNOWN}. */
  long watermark() {
    return Math.max(byData, byWall);
  }

  boolean followsData() {
    return mode == Source.Clock.LOG;
  }

  /** Whether time follows the data and the data has ended for longer than the idle timeout. */
  boolean idle() {
    return mode == Source.Clock.LOG && idleSpan() >= 0;
  }

  /** How long it has been idle, in milliseconds; negative where it is not. */
  long idleSpan() {
    return caughtUpAt.isPresent() ? caughtUpAt.getAsLong() - lastRecordAt - idleTimeout : -1;
  }
}
