package io.tocsin.engine.spi;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the frames of some shards of the journal, each in order and without holes. For one thread,
 * but for {@link #wake}.
 */
public interface JournalReader extends AutoCloseable {

  /**
   * Reads this shard from this offset on, in place of where it was; the shard joins those that are
   * read.
   */
  void seek(int shard, long offset);

  /** Stops reading the shard. */
  void leave(int shard);

  /**
   * The next frames, per shard in the order of their offsets.
   *
   * @param maxWaitMillis how long to wait where there is nothing; 0 returns at once
   * @param maxFrames how many at most; the rest comes with the next call
   * @throws TocsinException with {@link ErrorCode#JOURNAL_GAP} where a position lies below the
   *     beginning of the journal or beyond its end, with {@link ErrorCode#UNAVAILABLE} where
   *     reading failed for good
   */
  List<JournalRecord> poll(long maxWaitMillis, int maxFrames);

  /** Ends a {@link #poll} that waits, or else the next one's wait. Safe to call from any thread. */
  void wake();

  /**
   * How many frames of the shard are there to be read beyond those delivered, where that is known.
   */
  OptionalLong lag(int shard);

  @Override
  void close();
}
