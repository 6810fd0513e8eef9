package io.tocsin.adapters.kafka;

import java.util.function.LongSupplier;

/**
 * The wall clock of which two witnesses are sure. Safe for several threads.
 *
 * <p>A machine's clock may be set at any moment, and a watermark that has followed a clock an hour
 * too far makes an hour of events late. There are three opinions about what time it is: this
 * machine's clock; the brokers' clocks, as their own timestamps of our records tell; and what was
 * agreed before plus the time that has passed since, which no clock that is set can change. The one
 * in the middle counts. So a step of one clock alone changes nothing, forwards or backwards, and a
 * step of both is followed, as after a laptop has slept. Example: it is 12:00 on both when this
 * machine's clock jumps to 13:00; of 13:00, 12:00 and 12:00 the middle is 12:00. Then the brokers
 * say 13:00 too: of 13:00, 13:00 and 12:00 it is 13:00.
 *
 * <p>Before a broker has told its time only this machine's counts; when the first one does, the
 * earlier of the two.
 */
public final class AgreedClock implements LongSupplier {
  private static final long NANOS = 1_000_000;

  private final LongSupplier wall;
  private final LongSupplier nanos;
  private boolean told;

  /** Epoch milliseconds less elapsed milliseconds, as the brokers told last and as was agreed. */
  private long brokers;

  private long agreed;

  /** The clock of this machine. */
  public AgreedClock() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  /**
   * @param wall this machine's clock, epoch milliseconds
   * @param nanos elapsed time, nanoseconds from anywhere
   */
  AgreedClock(LongSupplier wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
  }

  /**
   * A broker has just answered.
   *
   * @param time what it says about the moment at which it appended our record, epoch milliseconds
   */
  synchronized void told(long time) {
    long elapsed = nanos.getAsLong() / NANOS;
    brokers = time - elapsed;
    if (!told) {
      told = true;
      agreed = Math.min(wall.getAsLong() - elapsed, brokers);
    }
  }

  /** Epoch milliseconds. */
  @Override
  public synchronized long getAsLong() {
    long now = wall.getAsLong();
    if (!told) {
      return now;
    }
    long elapsed = nanos.getAsLong() / NANOS;
    agreed = middle(now - elapsed, brokers, agreed);
    return agreed + elapsed;
  }

  private static long middle(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
