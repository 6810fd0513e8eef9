package io.tocsin.engine.router;

import io.tocsin.engine.pack.Source;
import java.util.OptionalLong;

/**
 * How far time has come in one source partition; never goes back. For one thread.
 *
 * <p>A partition is quiet once it has been <em>watched</em> with nothing coming for the idle
 * timeout. Watching begins with the claim, and begins again after a gap between two proofs of lag
 * 0: while the broker was away, producers had to wait, and what they kept comes once they have
 * found it again, which takes them some seconds. Until then the wall clock says nothing about the
 * partition, unless its data show that they are up to date. Example with lateness 1 s and idle
 * timeout 2 s: the broker is away from 12:00:00 to 12:01:00. The proof of 12:01:00 alone would move
 * the watermark to 12:00:57, and a producer that sends its minute of events at 12:01:02 would find
 * all of them late. So the watermark stays until nothing has come for a while, at 12:01:05 at the
 * earliest, or until the minute has been read; a producer that goes on sending old events holds it
 * for as long as the gap was, and no longer.
 */
final class PartitionClock {
  /** Nothing is known yet: the partition holds time back. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Proofs come about every second; further apart than this there was an outage. */
  static final long GAP_MILLIS = 3_000;

  /** How long producers may take to find the broker again. */
  static final long SETTLE_MILLIS = 5_000;

  /** What a gap of unknown length counts as: the outage of a process that has started again. */
  static final long UNKNOWN_GAP_MILLIS = 600_000;

  private final Source.Clock mode;
  private final long lateness;
  private final long idleTimeout;
  private long highest = UNKNOWN;
  private long byData = UNKNOWN;
  private long byWall = UNKNOWN;
  private long lastRecordAt;
  private long provenAt;
  private long watchedSince;
  private long watchedUntil;
  private boolean watched;
  private OptionalLong caughtUpAt = OptionalLong.empty();

  /**
   * @param now wall clock, epoch milliseconds, when the partition was taken over
   * @param provenAt the last proof of lag 0 before that; {@code now} where the partition has never
   *     been read, {@link #UNKNOWN} where nobody knows
   */
  PartitionClock(Source source, long now, long provenAt) {
    this.mode = source.clock();
    this.lateness = source.lateness().toMillis();
    this.idleTimeout = source.idleTimeout().toMillis();
    this.lastRecordAt = now;
    this.provenAt = Math.min(now, provenAt);
    this.watchedSince = now;
    this.watchedUntil = now + UNKNOWN_GAP_MILLIS;
  }

  /** An event was accepted. */
  void accepted(long time) {
    highest = Math.max(highest, time);
    byData = Math.max(byData, time - lateness);
  }

  /** The highest time of an event that was accepted, or {@link #UNKNOWN}. */
  long highest() {
    return highest;
  }

  /** Records came, whatever became of them. */
  void received(long now) {
    lastRecordAt = Math.max(lastRecordAt, now);
  }

  /** What the reader knows after everything that it delivered has been routed. */
  void caughtUp(OptionalLong at) {
    caughtUpAt = at;
    if (at.isPresent() && at.getAsLong() >= provenAt) {
      proven(at.getAsLong());
    }
  }

  private void proven(long proof) {
    long gap = provenAt == UNKNOWN ? UNKNOWN_GAP_MILLIS : proof - provenAt;
    provenAt = proof;
    if (gap > GAP_MILLIS) {
      watched = false;
      watchedSince = proof + Math.max(0, SETTLE_MILLIS - idleTimeout);
      watchedUntil = proof + gap + SETTLE_MILLIS;
    }
    long wall = proof - lateness - idleTimeout;
    watched |= byData >= wall || quietFor(proof) >= idleTimeout || proof >= watchedUntil;
    if (mode == Source.Clock.WALL && watched) {
      byWall = Math.max(byWall, wall);
    }
  }

  /** Whether it is not known that everything was read a moment ago. */
  boolean lags(long now) {
    return caughtUpAt.isEmpty() || now - caughtUpAt.getAsLong() > GAP_MILLIS;
  }

  private long quietFor(long proof) {
    return proof - Math.max(lastRecordAt, watchedSince);
  }

  /** The last proof of lag 0, or what was known before there was one. */
  long provenAt() {
    return provenAt;
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
    return caughtUpAt.isPresent() ? quietFor(caughtUpAt.getAsLong()) - idleTimeout : -1;
  }
}
