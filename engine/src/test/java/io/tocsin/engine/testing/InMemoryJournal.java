package io.tocsin.engine.testing;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.Journal;
import io.tocsin.engine.spi.JournalReader;
import io.tocsin.engine.spi.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The journal as a topic of an {@link InMemoryLog}. */
public final class InMemoryJournal implements Journal {
  private final InMemoryLog log;
  private final String topic;
  private @Nullable TocsinException failure;
  private boolean losing;

  /** A journal in a topic, which is made where it is not there. */
  public InMemoryJournal(InMemoryLog log, String topic, int shards) {
    this.log = log;
    this.topic = topic;
    if (!log.has(topic)) {
      log.create(topic, shards);
    }
  }

  /**
   * Lets appends fail from now on.
   *
   * @param written whether the frames are written all the same, as with a lost acknowledgement
   */
  public void fail(boolean written) {
    failure = new TocsinException(ErrorCode.UNAVAILABLE, "The broker is gone.");
    losing = !written;
  }

  /** Appends work again. */
  public void mend() {
    failure = null;
  }

  /** Every frame of a shard that was ever appended, deleted ones too. */
  public List<JournalRecord> history(int shard) {
    List<JournalRecord> frames = new ArrayList<>();
    InMemoryPartition partition = log.partition(topic, shard);
    for (long offset = 0; offset < partition.end(); offset++) {
      frames.add(new JournalRecord(shard, offset, partition.get(offset).value()));
    }
    return frames;
  }

  /** The first frame of a shard that is still there. */
  public long begin(int shard) {
    return log.partition(topic, shard).begin();
  }

  @Override
  public int shards() {
    return log.partitions(topic).size();
  }

  @Override
  public CompletableFuture<Long> append(int shard, byte[] frame) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    TocsinException failed = failure;
    long offset = failed != null && losing ? -1 : log.produce(topic, shard, null, frame);
    log.later(
        this,
        () -> {
          if (failed != null) {
            done.completeExceptionally(failed);
          } else {
            done.complete(offset);
          }
        });
    return done;
  }

  @Override
  public long endOffset(int shard) {
    return log.partition(topic, shard).end();
  }

  @Override
  public CompletableFuture<Void> deleteBelow(int shard, long offset) {
    log.partition(topic, shard).deleteBelow(offset);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public JournalReader reader() {
    return new Reader();
  }

  private final class Reader implements JournalReader {
    private final Map<Integer, Long> next = new TreeMap<>();

    @Override
    public void seek(int shard, long offset) {
      next.put(shard, offset);
    }

    @Override
    public void leave(int shard) {
      next.remove(shard);
    }

    @Override
    public void wake() {
      // Nothing waits here.
    }

    @Override
    public List<JournalRecord> poll(long maxWaitMillis, int maxFrames) {
      List<JournalRecord> frames = new ArrayList<>();
      for (Map.Entry<Integer, Long> entry : next.entrySet()) {
        InMemoryPartition partition = log.partition(topic, entry.getKey());
        long offset = entry.getValue();
        if (offset < partition.begin() || offset > partition.end()) {
          throw new TocsinException(
              ErrorCode.JOURNAL_GAP,
              "The journal of shard [%d] reaches from [%d] to [%d], not to [%d]."
                  .formatted(entry.getKey(), partition.begin(), partition.end(), offset));
        }
        for (; offset < partition.end() && frames.size() < maxFrames; offset++) {
          byte[] frame = partition.get(offset).value();
          frames.add(new JournalRecord(entry.getKey(), offset, frame));
        }
        entry.setValue(offset);
      }
      return frames;
    }

    @Override
    public OptionalLong lag(int shard) {
      Long offset = next.get(shard);
      return offset == null
          ? OptionalLong.empty()
          : OptionalLong.of(log.partition(topic, shard).end() - offset);
    }

    @Override
    public void close() {
      next.clear();
    }
  }
}
