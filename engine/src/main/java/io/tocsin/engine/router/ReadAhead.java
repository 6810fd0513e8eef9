package io.tocsin.engine.router;

import io.tocsin.engine.spi.SourceBatch;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.spi.SourceRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the partitions have been read ahead of the one that holds time back.
 *
 * <p>A backlog is not read evenly: a broker answers with megabytes of one partition, then of the
 * next. What is read of the others waits on the shards until the last one has come so far, and the
 * shards have places for so many. So beyond half of one shard's places, what is ahead is not read
 * on while the last one still lags. Example: partition 0 is at 12:10 and partition 1 at 12:00 with
 * more to come; 50,000 events of the ten minutes wait. Partition 0 is held until partition 1 has
 * released enough of them. Where partition 1 has proved to have nothing more, nobody is held: its
 * silence moves time.
 */
final class ReadAhead {
  private static final int PLACE_BYTES = 256;

  private final LevelClocks clocks;
  private final List<RoutedPartition> partitions;
  private final long most;
  private final Map<RoutedPartition, Deque<Batch>> waiting = new HashMap<>();
  private long places;

  /** Records of one poll, until time has passed the last of them. */
  private record Batch(long time, long places) {}

  /**
   * @param waiting how many events may wait on one shard
   */
  ReadAhead(LevelClocks clocks, List<RoutedPartition> partitions, long waiting) {
    this.clocks = clocks;
    this.partitions = partitions;
    this.most = waiting / 2;
    for (RoutedPartition partition : partitions) {
      if (movesTime(partition)) {
        this.waiting.put(partition, new ArrayDeque<>());
      }
    }
  }

  /** What is derived comes after what it is derived from, so nobody can be ahead of it. */
  private static boolean movesTime(RoutedPartition partition) {
    return partition.clock != null && partition.derived == null;
  }

  /** Records were routed. */
  void routed(RoutedPartition partition, SourceBatch batch) {
    Deque<Batch> batches = waiting.get(partition);
    if (batches == null || partition.clock == null) {
      return;
    }
    long needs = 0;
    for (SourceRecord record : batch.records()) {
      byte[] value = record.value();
      needs += 1 + (value == null ? 0 : value.length / PLACE_BYTES);
    }
    batches.add(new Batch(partition.clock.highest(), needs));
    places += needs;
  }

  /**
   * The partitions of which nothing is to be read now.
   *
   * @param now wall clock, epoch milliseconds
   */
  Set<SourcePartition> held(long now) {
    long watermark = clocks.watermark(0);
    waiting.values().forEach(batches -> release(batches, watermark));
    if (places <= most || !isHeldBack(watermark, now)) {
      return Set.of();
    }
    Set<SourcePartition> held = new HashSet<>();
    for (RoutedPartition partition : waiting.keySet()) {
      if (partition.clock != null && partition.clock.watermark() > watermark) {
        held.add(partition.name);
      }
    }
    return held;
  }

  private void release(Deque<Batch> batches, long watermark) {
    while (!batches.isEmpty() && batches.element().time() < watermark) {
      places -= batches.remove().places();
    }
  }

  /** Whether a partition that holds time back is not known to have been read to its end. */
  private boolean isHeldBack(long watermark, long now) {
    for (RoutedPartition partition : partitions) {
      PartitionClock clock = partition.clock;
      if (clock != null && !clock.idle() && clock.watermark() <= watermark && clock.lags(now)) {
        return true;
      }
    }
    return false;
  }
}
