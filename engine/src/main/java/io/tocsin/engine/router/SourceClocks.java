package io.tocsin.engine.router;

import java.util.ArrayList;
import java.util.List;

/**
 * The lowest watermark of some source partitions of a router task, with the rule for silent ones.
 *
 * <p>A partition's watermark is its highest accepted time minus {@code lateness}. Where nothing
 * comes, it would stand still and hold back everybody, so a partition that has <em>proved</em> lag
 * 0 moves on by itself:
 *
 * <ul>
 *   <li>{@code clock: wall}: at a proof from wall time t its watermark is at least t - lateness -
 *       idle-timeout. A quiet partition delays the others by no more than that, and an event that
 *       is under way for less is not late.
 *   <li>{@code clock: log}: the data is old, so the wall clock says nothing. After idle-timeout at
 *       lag 0 the partition is left out of the minimum. Once all are left out, time goes on from
 *       the highest watermark as fast as the wall clock.
 * </ul>
 *
 * <p>Lag, failing fetches and an unread partition bring no proof, and so hold time; after a gap in
 * the proofs a {@link PartitionClock} waits for what producers had to keep. Example with lateness 1
 * s and idle-timeout 2 s: partition 0 is at 12:00:10, partition 1 has had nothing but answers with
 * lag 0, the last one at wall time 12:00:11. By the wall the task's watermark is min(12:00:09,
 * 12:00:08) = 12:00:08. By the log it is 12:00:09, since partition 1 is idle.
 */
final class SourceClocks {
  private final List<PartitionClock> clocks = new ArrayList<>();
  private long last = PartitionClock.UNKNOWN;

  /** A further partition, which holds time back until it has a watermark or is idle. */
  PartitionClock add(PartitionClock clock) {
    clocks.add(clock);
    return clock;
  }

  boolean isEmpty() {
    return clocks.isEmpty();
  }

  /**
   * The task's watermark, epoch milliseconds; never goes back; {@link PartitionClock#UNKNOWN} at
   * first.
   */
  long watermark() {
    long lowest = Long.MAX_VALUE;
    boolean allIdle = true;
    for (PartitionClock clock : clocks) {
      if (!clock.idle()) {
        allIdle = false;
        lowest = Math.min(lowest, clock.watermark());
      }
    }
    long current = allIdle ? idleWatermark() : lowest;
    last = Math.max(last, current);
    return last;
  }

  /** Whether a source's time follows its data, so that it may jump once they end. */
  boolean followsData() {
    return clocks.stream().anyMatch(PartitionClock::followsData);
  }

  private long idleWatermark() {
    long highest = PartitionClock.UNKNOWN;
    long span = Long.MAX_VALUE;
    for (PartitionClock clock : clocks) {
      highest = Math.max(highest, clock.watermark());
      span = Math.min(span, clock.idleSpan());
    }
    return highest == PartitionClock.UNKNOWN ? highest : highest + span;
  }
}
