package io.tocsin.engine.lane;

import io.tocsin.engine.checkpoint.Checkpoint;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.shard.JournalShard;
import io.tocsin.engine.shard.ShardState;
import io.tocsin.engine.spi.CheckpointStore;
import io.tocsin.engine.spi.Futures;
import io.tocsin.engine.spi.Journal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a lane's shards, one at a time.
 *
 * <p>A checkpoint must not contain anything that is not committed: a shard restored from it would
 * never again give those results. The state at the committed position is gone once the shard has
 * gone on, so the bytes are taken when a batch ends, at exactly the position that the batch
 * commits, and stored when it is committed. The journal is deleted below the second-newest
 * checkpoint that was read back whole (the store does that before a write is over, and {@link
 * #read} at the start), so that a newest one that is damaged later costs only time.
 */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private final CheckpointStore store;
  private final Journal journal;
  private final LaneSettings settings;
  private final LaneMeters meters;
  private final Map<Integer, NavigableSet<Long>> generations = new HashMap<>();
  private final Map<Integer, Long> storedAt = new HashMap<>();
  private final Map<Integer, Long> takenAt = new HashMap<>();
  private final Map<Integer, Long> takenAfter = new HashMap<>();
  private @Nullable Taken taken;
  private @Nullable CompletableFuture<Void> write;

  /** The bytes of a checkpoint that waits for its commit, or is being stored. */
  private record Taken(int shard, long offset, byte[] bytes) {}

  Checkpoints(CheckpointStore store, Journal journal, LaneSettings settings, LaneMeters meters) {
    this.store = store;
    this.journal = journal;
    this.settings = settings;
    this.meters = meters;
  }

  /** The shard's generations that are there to restore from, the newest first. */
  List<CheckpointStore.Stored> read(int shard, long now) {
    List<CheckpointStore.Stored> stored = store.read(shard);
    NavigableSet<Long> known = new TreeSet<>();
    for (CheckpointStore.Stored generation : stored) {
      try {
        Checkpoint.read(generation.bytes());
        known.add(generation.generation());
      } catch (TocsinException e) {
        LOG.atDebug().addKeyValue("shard", shard).setCause(e).log("Checkpoint does not verify");
      }
    }
    generations.put(shard, known);
    takenAt.put(shard, now - spread(shard));
    return stored;
  }

  /**
   * Shards that are restored together would be checkpointed together ever after, which the events
   * of that moment would wait for; so their turns are spread over the interval, by the golden
   * ratio, which keeps any number of them apart.
   */
  private long spread(int shard) {
    double turn = shard * 0.6180339887498949;
    return (long) ((turn - Math.floor(turn)) * settings.checkpointMillis());
  }

  /**
   * A batch ends here: takes the state of the shard that is most in need of a checkpoint, if one
   * is.
   *
   * @param always whether every shard that has moved since its last checkpoint is in need
   */
  void take(Iterable<JournalShard> shards, long now, boolean always) {
    if (taken != null) {
      return;
    }
    JournalShard oldest = null;
    for (JournalShard shard : shards) {
      if (needs(shard, now, always)
          && (oldest == null || takenAt(shard.number()) < takenAt(oldest.number()))) {
        oldest = shard;
      }
    }
    if (oldest != null) {
      byte[] bytes = oldest.save().write();
      taken = new Taken(oldest.number(), oldest.position().nextOffset(), bytes);
      takenAt.put(oldest.number(), now);
      takenAfter.put(oldest.number(), oldest.applied());
    }
  }

  /** Whether some shard has moved since its last checkpoint, or a checkpoint is not stored yet. */
  boolean isBehind(Iterable<JournalShard> shards, long now) {
    boolean behind = taken != null;
    for (JournalShard shard : shards) {
      behind |= needs(shard, now, true);
    }
    return behind;
  }

  private boolean needs(JournalShard shard, long now, boolean always) {
    long since = now - takenAt(shard.number());
    boolean worked = shard.applied() > takenAfter.getOrDefault(shard.number(), 0L);
    long wait = worked ? settings.checkpointMillis() : settings.quietCheckpointMillis();
    return shard.state() instanceof ShardState.Live
        && (always || since >= wait || since < 0)
        && shard.position().nextOffset() > newest(shard.number());
  }

  private long takenAt(int shard) {
    return takenAt.getOrDefault(shard, Long.MIN_VALUE / 2);
  }

  /** A batch is committed: stores what was taken with it. */
  void committed(Transactions transactions) {
    Taken waiting = taken;
    if (waiting != null
        && write == null
        && waiting.offset() <= transactions.committed(waiting.shard()).nextOffset()) {
      write = store.write(waiting.shard(), waiting.offset(), waiting.bytes());
    }
  }

  /**
   * Looks at what is being stored; a failure is only logged, because the next checkpoint makes it
   * good.
   */
  void settle(long now) {
    Taken stored = taken;
    if (write == null || stored == null) {
      return;
    }
    try {
      if (!Futures.isDone(write)) {
        return;
      }
      meters.checkpoint(stored.bytes().length);
      storedAt.put(stored.shard(), now);
      NavigableSet<Long> known =
          generations.computeIfAbsent(stored.shard(), shard -> new TreeSet<>());
      known.add(stored.offset());
      while (known.size() > 2) {
        known.pollFirst();
      }
      if (known.size() == 2) {
        journal.deleteBelow(stored.shard(), known.first());
      }
    } catch (TocsinException e) {
      LOG.atWarn()
          .addKeyValue("shard", stored.shard())
          .addKeyValue("code", e.code().code())
          .addKeyValue("reason", e.getMessage())
          .log("Checkpoint not stored");
      if (e.code() == ErrorCode.FENCED) {
        throw e;
      }
    }
    write = null;
    taken = null;
  }

  /** The journal offset of a shard's newest stored checkpoint; -1 for none. */
  long newest(int shard) {
    NavigableSet<Long> known = generations.get(shard);
    return known == null || known.isEmpty() ? -1 : known.last();
  }

  /** When that was stored by this lane, epoch milliseconds; -1 where it was not. */
  long storedAt(int shard) {
    return storedAt.getOrDefault(shard, -1L);
  }
}
