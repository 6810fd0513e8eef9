package io.tocsin.bench.workload;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The alerts that the streams hold, by loops written for exactly these rules: what an engine has to
 * find, for a stream of any size.
 */
public final class HandWritten {
  static final long WINDOW_MILLIS = 60_000;
  static final long PAYMENT_MILLIS = 300_000;
  static final long CLICK_MILLIS = 600_000;

  private HandWritten() {}

  /** Errors of a service within (t - 60 s, t] above a threshold, judged at each error. */
  public static RuleLoop errors(Columns logs, int threshold, AlertSink alerts) {
    return new ErrorLoop(logs, WINDOW_MILLIS, threshold, alerts);
  }

  /** At least five payments on a card within (t - 60 s, t], more than 1,000 in all. */
  public static RuleLoop payments(Columns payments, AlertSink alerts) {
    return new PaymentLoop(payments, alerts);
  }

  /** No payment within five minutes after an order, up to the end of time. */
  public static RuleLoop orders(Columns orders, AlertSink alerts) {
    return new OrderLoop(orders, alerts);
  }

  /** A click by the same user on the same advertisement within ten minutes, every pair. */
  public static RuleLoop clicks(Columns views, AlertSink alerts) {
    return new ClickLoop(views, alerts);
  }

  /** How many alerts {@link #errors} finds. */
  public static long errorsPerMinute(Columns logs, int threshold) {
    return count(logs, alerts -> errors(logs, threshold, alerts));
  }

  /**
   * The errors of a service that complete at least so many within (t - window, t]: the number of
   * each such event, and how many errors it makes.
   */
  public static Map<Integer, Integer> errorBursts(Columns logs, long windowMillis, int atLeast) {
    Map<Integer, Integer> deciding = new LinkedHashMap<>();
    run(
        logs,
        new ErrorLoop(
            logs, windowMillis, atLeast - 1, (row, count) -> deciding.put(row, (int) count)));
    return deciding;
  }

  /** How many alerts {@link #payments} finds. */
  public static long paymentBurst(Columns payments) {
    return count(payments, alerts -> payments(payments, alerts));
  }

  /** How many alerts {@link #orders} finds. */
  public static long orderUnpaid(Columns orders) {
    return count(orders, alerts -> orders(orders, alerts));
  }

  /** How many alerts {@link #clicks} finds. */
  public static long viewClick(Columns views) {
    return count(views, alerts -> clicks(views, alerts));
  }

  /** Feeds a loop with a whole stream, up to the end of time. */
  public static void run(Columns columns, RuleLoop loop) {
    for (int row = 0; row < columns.size(); row++) {
      loop.accept(row);
    }
    loop.end();
  }

  private static long count(Columns columns, Function<AlertSink, RuleLoop> loop) {
    long[] count = new long[1];
    run(columns, loop.apply((row, figure) -> count[0]++));
    return count[0];
  }

  /** The windows of keys from 0, with one for this key. */
  static RowQueue[] withRoomFor(RowQueue[] windows, int key, int capacity) {
    if (key < windows.length) {
      return windows;
    }
    RowQueue[] more = Arrays.copyOf(windows, Math.max(key + 1, windows.length * 2));
    for (int i = windows.length; i < more.length; i++) {
      more[i] = new RowQueue(capacity);
    }
    return more;
  }
}
