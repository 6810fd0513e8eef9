package io.tocsin.engine.router;

/**
 * The times of the events that were sent to one shard and that no tick has released yet. Keeps a
 * few dozen; with more of them a tick nearly always releases one, so that nobody need know which.
 */
final class PendingTimes {
  private static final int MOST = 64;

  private final long[] times = new long[MOST];
  private int count;
  private boolean many;
  private long highest = Long.MIN_VALUE;

  void add(long time) {
    highest = Math.max(highest, time);
    if (count == MOST) {
      many = true;
    }
    if (many) {
      return;
    }
    int place = count++;
    while (place > 0 && times[place - 1] > time) {
      times[place] = times[place - 1];
      place--;
    }
    times[place] = time;
  }

  /**
   * The earliest of them, {@code Long.MIN_VALUE} where that is not known, {@code Long.MAX_VALUE}
   * for none.
   */
  long earliest() {
    if (many) {
      return Long.MIN_VALUE;
    }
    return count == 0 ? Long.MAX_VALUE : times[0];
  }

  /** A tick was sent. */
  void released(long watermark) {
    if (many) {
      if (highest < watermark) {
        many = false;
        count = 0;
      }
      return;
    }
    int gone = 0;
    while (gone < count && times[gone] < watermark) {
      gone++;
    }
    if (gone > 0) {
      System.arraycopy(times, gone, times, 0, count - gone);
      count -= gone;
    }
  }
}
