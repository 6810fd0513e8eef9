package io.tocsin.engine.router;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Time in one partition of derived events: the lowest of what all shards have promised. A promise
 * counts once the partition has been read up to where its shard's events end, and a shard that has
 * promised nothing holds time. Neither lateness nor a clock plays a part. For one thread.
 */
final class DerivedClock {
  /** Where reading lags by more promises than this, only the newest one is kept beside them. */
  private static final int MOST = 1_000;

  private record Promise(long behind, long watermark) {}

  private final List<Deque<Promise>> waiting = new ArrayList<>();
  private final long[] promised;
  private long position;
  private long lowest = PartitionClock.UNKNOWN;

  DerivedClock(int shards, long position) {
    this.position = position;
    this.promised = new long[shards];
    Arrays.fill(promised, PartitionClock.UNKNOWN);
    for (int shard = 0; shard < shards; shard++) {
      waiting.add(new ArrayDeque<>());
    }
  }

  /** A shard has promised that what it writes behind an offset has no time below the watermark. */
  void promise(int shard, long behind, long watermark) {
    if (shard >= promised.length) {
      return;
    }
    Deque<Promise> promises = waiting.get(shard);
    Promise last = promises.peekLast();
    if (last != null && (last.behind() == behind || promises.size() >= MOST)) {
      promises.removeLast();
      promises.addLast(new Promise(behind, Math.max(last.watermark(), watermark)));
    } else {
      promises.addLast(new Promise(behind, watermark));
    }
    settle(shard);
  }

  /** The partition has been read up to this offset. */
  void read(long next) {
    if (next > position) {
      position = next;
      for (int shard = 0; shard < promised.length; shard++) {
        settle(shard);
      }
    }
  }

  private void settle(int shard) {
    Deque<Promise> promises = waiting.get(shard);
    long before = promised[shard];
    for (Promise next = promises.peekFirst();
        next != null && next.behind() <= position;
        next = promises.peekFirst()) {
      promises.removeFirst();
      promised[shard] = Math.max(promised[shard], next.watermark());
    }
    if (promised[shard] > before) {
      lowest = Arrays.stream(promised).min().orElse(PartitionClock.UNKNOWN);
    }
  }

  /** No event below this time is to come, epoch milliseconds, or {@link PartitionClock#UNKNOWN}. */
  long watermark() {
    return lowest;
  }
}
