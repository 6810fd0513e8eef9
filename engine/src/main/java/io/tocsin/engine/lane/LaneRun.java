package io.tocsin.engine.lane;

import io.tocsin.engine.router.DueTimes;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.shard.ShardState;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.JournalReader;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.Mark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A lane from a claim to its end: restores its shards, applies frames, commits, checkpoints. */
final class LaneRun implements AutoCloseable {
  private static final long LOOK_MILLIS = 2;

  private final Map<Integer, JournalShard> shards = new TreeMap<>();
  private final JournalReader reader;
  private final Promises promises = new Promises(shards.values());
  private final Transactions transactions;
  private final Checkpoints checkpoints;
  private final LaneSettings settings;
  private final LaneMeters meters;
  private final DueTimes due;
  private volatile @Nullable JournalRecord applying;

  LaneRun(
      Map<Integer, JournalPosition> committed,
      List<DeployedPack> packs,
      JournalReader reader,
      Transactions transactions,
      Checkpoints checkpoints,
      LaneSettings settings,
      LaneMeters meters,
      DueTimes due,
      long now) {
    this.reader = reader;
    this.transactions = transactions;
    this.checkpoints = checkpoints;
    this.settings = settings;
    this.meters = meters;
    this.due = due;
    committed.forEach(
        (number, position) -> {
          JournalShard shard =
              JournalShard.restore(number, packs, checkpoints.read(number, now), position);
          shards.put(number, shard);
          if (!(shard.state() instanceof ShardState.Stopped)) {
            reader.seek(number, shard.position().nextOffset());
            meters.begin(shard);
          }
        });
  }

  /** One round of a lane that reads; returns whether there was anything to do. */
  boolean step(long now, long maxWaitMillis) {
    boolean worked = settle(now);
    if (!transactions.isFull()) {
      List<JournalRecord> frames =
          reader.poll(worked ? 0 : waitAtMost(maxWaitMillis), settings.pollFrames());
      apply(frames, now);
      tellDue();
      meters.frames(frames.size());
      // The end of a transaction ends the wait too.
      worked |= !frames.isEmpty() || settle(now);
    }
    return write(now, false) | worked;
  }

  /** Frames and the end of a transaction end the wait at once. */
  private long waitAtMost(long maxWaitMillis) {
    return transactions.waitsForTime() ? Math.min(maxWaitMillis, LOOK_MILLIS) : maxWaitMillis;
  }

  private void tellDue() {
    shards.forEach(
        (number, shard) -> {
          if (shard.state() instanceof ShardState.Live) {
            for (int level = 0; level < due.levels(); level++) {
              due.set(number, level, shard.nextDue(level));
            }
          }
        });
  }

  private void apply(List<JournalRecord> frames, long now) {
    try {
      for (JournalRecord frame : frames) {
        applying = frame;
        apply(frame, now);
      }
    } finally {
      applying = null;
    }
  }

  /** The frame that it is at; null between frames. Safe to ask from any thread. */
  @Nullable JournalRecord applying() {
    return applying;
  }

  private void apply(JournalRecord frame, long now) {
    JournalShard shard = shards.get(frame.shard());
    if (shard == null || shard.state() instanceof ShardState.Stopped) {
      return;
    }
    if (shard.state() instanceof ShardState.Live) {
      long before = shard.applied();
      var results = shard.process(frame);
      if (shard.state() instanceof ShardState.Live) {
        long count = shard.applied() - before;
        transactions.add(frame.shard(), results, shard.position(), count, now);
      }
    } else {
      shard.replay(frame);
      if (shard.state() instanceof ShardState.Live) {
        meters.begin(shard);
      }
    }
    if (shard.state() instanceof ShardState.Stopped) {
      // What its earlier frames gave is still written; this frame and later ones are not.
      reader.leave(frame.shard());
    }
  }

  private boolean settle(long now) {
    boolean committed = transactions.settle(now);
    if (committed) {
      checkpoints.committed(transactions);
      shards.values().forEach(meters::publish);
    }
    checkpoints.settle(now);
    return committed;
  }

  private boolean write(long now, boolean drain) {
    List<Mark> marks = promises.moved();
    if (!transactions.isDue(now, !marks.isEmpty(), drain)) {
      return false;
    }
    checkpoints.take(shards.values(), now, drain);
    transactions.write(marks, now);
    promises.told(marks);
    return true;
  }

  /**
   * Works towards the end without reading; returns whether everything is committed and
   * checkpointed.
   */
  boolean drained(long now) {
    settle(now);
    write(now, true);
    if (!transactions.isIdle()) {
      return false;
    }
    if (checkpoints.isBehind(shards.values(), now)) {
      // All is committed, so each shard stands where its checkpoint may be taken.
      checkpoints.take(shards.values(), now, true);
      checkpoints.committed(transactions);
      checkpoints.settle(now);
      return !checkpoints.isBehind(shards.values(), now);
    }
    return true;
  }

  /** Whether every shard that has not failed is live. */
  boolean isLive() {
    return shards.values().stream().noneMatch(s -> s.state() instanceof ShardState.Replaying);
  }

  List<ShardView> view() {
    List<ShardView> views = new ArrayList<>();
    shards.forEach(
        (number, shard) ->
            views.add(
                new ShardView(
                    number,
                    shard.state(),
                    shard.position().nextOffset(),
                    transactions.committed(number).nextOffset(),
                    reader.lag(number),
                    shard.watermark(),
                    checkpoints.newest(number),
                    checkpoints.storedAt(number),
                    shard.liveEvents(),
                    shard.hasDiverged(),
                    shard.quarantined())));
    return List.copyOf(views);
  }

  Collection<JournalShard> shards() {
    return shards.values();
  }

  @Override
  public void close() {
    shards.keySet().forEach(due::forget);
    reader.close();
  }
}
