package io.tocsin.engine.router;

/**
 * When frames are cut: at once where none were cut a moment ago, and later where that helps nobody.
 *
 * <p>While a write is under way frames wait for its end, up to twice as long: on a busy machine
 * each write takes longer, and so there are fewer (Nagle's algorithm, RFC 896). While a source
 * lags, its events are seconds old, and then frames wait ten times as long: the transactions of the
 * lanes follow them, and fewer of both cost less. But what has been read and not told to the shards
 * counts for their places too, so this ends with a quarter of one shard's ({@link ReadAhead} takes
 * half). For one thread.
 */
final class FramePace {
  private static final long BUSY = 2;
  private static final long BEHIND = 10;

  private final RouterSettings settings;
  private final long most;
  private long lastCutAt = Long.MIN_VALUE;
  private long lastTickAt = Long.MIN_VALUE;
  private long lastRoundAt = Long.MIN_VALUE;
  private long routed;

  /**
   * @param waiting how many events may wait on one shard
   */
  FramePace(RouterSettings settings, long waiting) {
    this.settings = settings;
    this.most = waiting / 4;
  }

  /** Records were routed. */
  void routed(int records) {
    routed += records;
  }

  /**
   * Whether nothing is to be cut now but what is full.
   *
   * @param writing whether frames are under way to the journal
   * @param behind whether a source holds more than was read, or may do so
   */
  boolean waits(long now, boolean writing, boolean behind) {
    long times = behind && routed < most ? BEHIND : writing ? BUSY : 0;
    return times > 0 && !hasPassed(times * settings.frameMillis(), lastCutAt, now);
  }

  boolean isCutDue(long now) {
    return hasPassed(settings.frameMillis(), lastCutAt, now);
  }

  boolean isTickDue(long now) {
    return hasPassed(settings.tickMillis(), lastTickAt, now);
  }

  /** Whether every shard should be told the time. */
  boolean isRoundDue(long now) {
    return hasPassed(settings.idleTickMillis(), lastRoundAt, now);
  }

  /** The frames of all shards with news, or some for their ticks, were cut. */
  void cut(long now) {
    lastCutAt = now;
    routed = 0;
  }

  /** Every shard was told all that is known. */
  void allCut(long now) {
    cut(now);
    lastRoundAt = now;
  }

  /** Shards were told the time; {@code round}: all of them. */
  void ticked(long now, boolean round) {
    lastTickAt = now;
    if (round) {
      lastRoundAt = now;
    }
  }

  private static boolean hasPassed(long millis, long since, long now) {
    return since == Long.MIN_VALUE || now - since >= millis || now < since;
  }
}
