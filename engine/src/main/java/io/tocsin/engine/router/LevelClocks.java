package io.tocsin.engine.router;

import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The watermarks of a router task, one for each level of key groups.
 *
 * <p>A level's watermark is the lowest of the source partitions that come from outside and of the
 * derived ones that lower levels write. So level 0 moves without anybody's promise, the promises of
 * its shards move level 1, and no level ever waits for itself. What a level writes for itself
 * (another key of the same key group) cannot be promised, so its partitions count like those from
 * outside. Example: level 0 counts payments and emits bursts, level 1 counts bursts. A payment at
 * 12:00:05 moves level 0; the shards release what they have below, commit their bursts and promise
 * 12:00:05; once those bursts are read, level 1 is at 12:00:05 too.
 */
final class LevelClocks {
  private final PackPlan plan;
  private final int shards;
  private final List<SourceClocks> sources = new ArrayList<>();
  private final List<List<DerivedClock>> derived = new ArrayList<>();
  private final long[] last;

  LevelClocks(PackPlan plan, int shards) {
    this.plan = plan;
    this.shards = shards;
    this.last = new long[plan.levels()];
    for (int level = 0; level < plan.levels(); level++) {
      sources.add(new SourceClocks());
      derived.add(new ArrayList<>());
      last[level] = PartitionClock.UNKNOWN;
    }
  }

  /** A further partition that comes from outside, or that a level writes for itself. */
  void add(Source source, PartitionClock clock) {
    int writer = plan.levelOf(source.topic());
    for (int level = 0; level < last.length; level++) {
      if (writer < 0 || (writer == level && plan.isUsed(source, level))) {
        sources.get(level).add(clock);
      }
    }
  }

  /**
   * A further partition of derived events that levels above their writer wait for.
   *
   * @param position from where on it is read
   */
  DerivedClock addDerived(Source source, long position) {
    DerivedClock clock = new DerivedClock(shards, position);
    for (int level = plan.levelOf(source.topic()) + 1; level < last.length; level++) {
      derived.get(level).add(clock);
    }
    return clock;
  }

  /** Whether level 0 has a partition to follow. */
  boolean isComplete() {
    return !sources.get(0).isEmpty();
  }

  int levels() {
    return last.length;
  }

  /** A level's watermark, epoch milliseconds; never goes back; unknown at first. */
  long watermark(int level) {
    long lowest = sources.get(level).watermark();
    for (DerivedClock clock : derived.get(level)) {
      lowest = Math.min(lowest, clock.watermark());
    }
    last[level] = Math.max(last[level], lowest);
    return last[level];
  }

  /** Whether a source's time follows its data, so that it may jump once they end. */
  boolean followsData() {
    return sources.get(0).followsData();
  }

  /** Level 0's watermark when it was last asked for. */
  long lastWatermark() {
    return last[0];
  }
}
