package io.tocsin.engine.spi;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.concurrent.CompletableFuture;

/**
 * The journal: one total order of frames for each shard, append only. Written without transactions,
 * so that offsets have no holes and a frame is readable once it is acknowledged. Safe for several
 * threads.
 */
public interface Journal {

  /** The number of shards, fixed for the life of the journal; shards are numbered from 0. */
  int shards();

  /**
   * Appends a frame. Frames of one caller to one shard keep the order of the calls and none is
   * written twice; after a failed one, no later one of the same writer may become readable before
   * the caller has seen the failure (an idempotent producer does that).
   *
   * @param frame the bytes; owned by the journal from now on; at most 1 MiB
   * @return completes with the frame's offset when it is durable; exceptionally with a {@link
   *     TocsinException} of {@link ErrorCode#UNAVAILABLE} where it is not known whether it was
   *     written
   */
  CompletableFuture<Long> append(int shard, byte[] frame);

  /** A new reader, positioned nowhere; for one thread. */
  JournalReader reader();

  /**
   * The offset that the next frame will have. Blocks up to the request's time-out.
   *
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE}
   */
  long endOffset(int shard);

  /**
   * Lets the frames below an offset be deleted. A call with an offset that is already the
   * beginning, or below it, does nothing.
   *
   * @return completes when it is done; exceptionally with {@link ErrorCode#UNAVAILABLE}, which
   *     costs only space
   */
  CompletableFuture<Void> deleteBelow(int shard, long offset);
}
