package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.JournalReader;
import io.tocsin.engine.spi.JournalRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a {@link JournalFeed} delivers for one reader, until the reader takes it. */
final class KafkaJournalReader implements JournalReader {
  /** The feed stops delivering at so many bytes, and goes on at half of them. */
  private static final long FULL_BYTES = 16L << 20;

  private final JournalFeed feed;
  private final Map<Integer, Shard> shards = new HashMap<>();
  private final ArrayDeque<JournalRecord> delivered = new ArrayDeque<>();
  private @Nullable TocsinException failure;
  private long bytes;
  private long seeks;
  private boolean full;
  private boolean woken;

  /** A shard that is read, as of its last seek. */
  private static final class Shard {
    final long seek;
    OptionalLong beyond = OptionalLong.empty();
    long waiting;

    Shard(long seek) {
      this.seek = seek;
    }
  }

  KafkaJournalReader(JournalFeed feed) {
    this.feed = feed;
  }

  @Override
  public void seek(int shard, long offset) {
    synchronized (this) {
      forget(shard);
      shards.put(shard, new Shard(++seeks));
      feed.seek(this, shard, offset, seeks);
    }
  }

  @Override
  public void leave(int shard) {
    synchronized (this) {
      forget(shard);
      feed.leave(this, shard);
    }
  }

  private void forget(int shard) {
    if (shards.remove(shard) != null) {
      delivered.removeIf(record -> record.shard() == shard);
      bytes = delivered.stream().mapToLong(record -> record.frame().length).sum();
      resume();
    }
  }

  /**
   * What the feed has read of a shard.
   *
   * @param seek for which seek; what comes for an earlier one is dropped
   * @param beyond how many frames are there beyond these, where that is known
   */
  synchronized void deliver(
      int number, long seek, OptionalLong beyond, List<JournalRecord> frames) {
    Shard shard = shards.get(number);
    if (shard == null || shard.seek != seek) {
      return;
    }
    shard.beyond = beyond;
    if (!frames.isEmpty()) {
      shard.waiting += frames.size();
      for (JournalRecord frame : frames) {
        delivered.add(frame);
        bytes += frame.frame().length;
      }
      full |= bytes >= FULL_BYTES;
      notifyAll();
    }
  }

  /** The feed cannot read a shard any further. */
  synchronized void fail(int number, long seek, TocsinException reason) {
    Shard shard = shards.get(number);
    if (shard != null && shard.seek == seek) {
      failure = reason;
      notifyAll();
    }
  }

  /** Whether nothing more is to be delivered for now. */
  synchronized boolean isFull() {
    return full;
  }

  private void resume() {
    if (full && bytes <= FULL_BYTES / 2) {
      full = false;
      feed.resume();
    }
  }

  @Override
  public synchronized void wake() {
    woken = true;
    notifyAll();
  }

  @Override
  public synchronized List<JournalRecord> poll(long maxWaitMillis, int maxFrames) {
    await(maxWaitMillis);
    woken = false;
    List<JournalRecord> frames = new ArrayList<>(Math.min(maxFrames, delivered.size()));
    while (frames.size() < maxFrames && !delivered.isEmpty()) {
      JournalRecord frame = delivered.remove();
      bytes -= frame.frame().length;
      Shard shard = shards.get(frame.shard());
      if (shard != null) {
        shard.waiting--;
      }
      frames.add(frame);
    }
    if (frames.isEmpty() && failure != null) {
      TocsinException reason = failure;
      failure = null;
      throw reason;
    }
    resume();
    return frames;
  }

  private void await(long maxWaitMillis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxWaitMillis);
    try {
      while (delivered.isEmpty() && failure == null && !woken) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      // The step ends early, and whoever interrupted it looks at the flag.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized OptionalLong lag(int number) {
    Shard shard = shards.get(number);
    return shard == null || shard.beyond.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(shard.beyond.getAsLong() + shard.waiting);
  }

  @Override
  public void close() {
    synchronized (this) {
      shards.clear();
      delivered.clear();
      feed.leave(this);
    }
  }
}
