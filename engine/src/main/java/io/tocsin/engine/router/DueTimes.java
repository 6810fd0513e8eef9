package io.tocsin.engine.router;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When something is due next on each shard, as its lane on this node last saw it: what tells a
 * router that a tick is worth a frame now. A hint only: without one, or with one that is old, the
 * shard gets the same ticks sooner or later, and what follows from a tick does not depend on how
 * many came before it. Safe for several threads.
 */
public final class DueTimes {
  /** Nobody on this node knows. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final AtomicLongArray next;

  /**
   * @param shards of the journal
   */
  public DueTimes(int shards) {
    next = new AtomicLongArray(shards);
    for (int shard = 0; shard < shards; shard++) {
      forget(shard);
    }
  }

  /**
   * The earliest event that waits, deadline or end of a window; epoch milliseconds, {@code
   * Long.MAX_VALUE} for none.
   */
  public void set(int shard, long time) {
    next.set(shard, time);
  }

  /** The shard's lane is here no longer. */
  public void forget(int shard) {
    next.set(shard, UNKNOWN);
  }

  long next(int shard) {
    return next.get(shard);
  }
}
