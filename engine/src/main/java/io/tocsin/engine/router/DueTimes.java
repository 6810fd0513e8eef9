package io.tocsin.engine.router;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When something is due next on each level of each shard, as its lane on this node last saw it:
 * what tells a router that a tick is worth a frame now. A hint only: without one, or with one that
 * is old, the shard gets the same ticks sooner or later, and what follows from a tick does not
 * depend on how many came before it. Safe for several threads.
 */
public final class DueTimes {
  /** Nobody on this node knows. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final AtomicLongArray next;
  private final int levels;

  /**
   * @param shards of the journal
   * @param levels of the pack's key groups
   */
  public DueTimes(int shards, int levels) {
    this.levels = levels;
    next = new AtomicLongArray(shards * levels);
    for (int shard = 0; shard < shards; shard++) {
      forget(shard);
    }
  }

  /**
   * The earliest event that waits, deadline or end of a window; epoch milliseconds, {@code
   * Long.MAX_VALUE} for none.
   */
  public void set(int shard, int level, long time) {
    next.set(shard * levels + level, time);
  }

  /** The shard's lane is here no longer. */
  public void forget(int shard) {
    for (int level = 0; level < levels; level++) {
      set(shard, level, UNKNOWN);
    }
  }

  /** How many levels there are. */
  public int levels() {
    return levels;
  }

  long next(int shard, int level) {
    return next.get(shard * levels + level);
  }
}
