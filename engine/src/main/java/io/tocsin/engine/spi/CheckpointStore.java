package io.tocsin.engine.spi;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The durable checkpoints of the shards. The bytes explain and verify themselves ({@code
 * engine.checkpoint}); the store keeps them whole and neither reads nor judges them. Safe for
 * several threads.
 */
public interface CheckpointStore {

  /**
   * A checkpoint as it is stored.
   *
   * @param generation its number; a later one of the same shard has a higher number
   * @param bytes the checkpoint
   */
  record Stored(long generation, byte[] bytes) {}

  /**
   * Stores a checkpoint. The two newest generations of a shard stay readable; older ones may go.
   * Writing a generation that is there replaces it.
   *
   * @param shard the shard
   * @param generation the journal offset at which the checkpoint was taken
   * @param bytes any length; the store cuts it into pieces where it must
   * @return completes when it is durable and was read back whole, so that what it replaces may be
   *     deleted; exceptionally with {@link ErrorCode#UNAVAILABLE}, and then the earlier generations
   *     are still there
   */
  CompletableFuture<Void> write(int shard, long generation, byte[] bytes);

  /**
   * The stored generations of a shard, the newest first: at least the two newest that were written
   * whole; empty where there is none. A generation with a missing piece is left out. Blocks up to
   * the request's time-out.
   *
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE}
   */
  List<Stored> read(int shard);
}
