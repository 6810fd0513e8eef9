package io.tocsin.engine.shard;

import io.tocsin.engine.event.ErrorCode;

/**
 * Where a shard is in its life. A shard that replays comes to life by itself when it has arrived at
 * the committed position; only a live one gives results.
 */
public sealed interface ShardState {

  /** It has no state yet. */
  record Restoring() implements ShardState {
    /** A checkpoint (or nothing, for the journal's beginning) was read. */
    ShardState replay(long nextOffset, long until) {
      return nextOffset < until ? new Replaying(until) : new Live();
    }
  }

  /**
   * It applies frames whose results are committed; it gives none.
   *
   * @param until the committed offset: the first frame that is not replayed
   */
  record Replaying(long until) implements ShardState {
    /** A frame was applied. */
    ShardState applied(long nextOffset) {
      return nextOffset < until ? this : new Live();
    }
  }

  /** It applies frames and gives their results. */
  record Live() implements ShardState {}

  /**
   * It applies no more; a new shard begins with a restore.
   *
   * @param code what kind of failure it was
   * @param reason what happened, for people
   */
  record Stopped(ErrorCode code, String reason) implements ShardState {}
}
