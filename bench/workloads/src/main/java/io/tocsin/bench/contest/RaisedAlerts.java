package io.tocsin.bench.contest;

import java.util.Arrays;

/**
 * The alerts of a run as a multiset: each is kept as one number, which other alerts have only by a
 * very rare accident. Beside them the firings that could be told to be none.
 */
public final class RaisedAlerts {
  /** Of the beginning on, so that what an engine holds can be weighed without it. */
  private static final int CAPACITY = 1 << 17;

  private static final long SEED = 42;

  private long[] alerts = new long[CAPACITY];
  private int count;
  private long checksum;
  private long strays;

  /**
   * So many events of a key are in the window that ends with the event of this time.
   *
   * @param time epoch milliseconds
   */
  public void window(String key, long time, long events) {
    add(key.hashCode(), time, events);
  }

  /** An order is not paid. */
  public void order(long order) {
    add(order, 0, 0);
  }

  /**
   * A user clicked what was shown to him.
   *
   * @param clicked epoch milliseconds
   * @param viewed epoch milliseconds
   */
  public void click(String user, long clicked, long viewed) {
    add(user.hashCode(), clicked, viewed);
  }

  /** The engine fired, but the firing itself tells that it is no alert. */
  public void stray() {
    strays++;
  }

  private void add(long first, long second, long third) {
    long alert = mix(mix(mix(SEED, first), second), third);
    if (count == alerts.length) {
      alerts = Arrays.copyOf(alerts, count * 2);
    }
    alerts[count++] = alert;
    checksum += alert;
  }

  private static long mix(long sum, long value) {
    long mixed = (sum ^ value) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
    return mixed ^ (mixed >>> 32);
  }

  public int count() {
    return count;
  }

  /** The same for the same alerts in whatever order. */
  public long checksum() {
    return checksum;
  }

  public long strays() {
    return strays;
  }

  /** How many of these alerts the others do not have; one that is there twice counts twice. */
  public long notIn(RaisedAlerts others) {
    long[] mine = Arrays.copyOf(alerts, count);
    long[] theirs = Arrays.copyOf(others.alerts, others.count);
    Arrays.sort(mine);
    Arrays.sort(theirs);
    long missing = 0;
    int at = 0;
    for (long alert : mine) {
      while (at < theirs.length && theirs[at] < alert) {
        at++;
      }
      if (at < theirs.length && theirs[at] == alert) {
        at++;
      } else {
        missing++;
      }
    }
    return missing;
  }
}
