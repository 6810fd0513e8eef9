package io.tocsin.bench.contest;

import io.tocsin.bench.workload.AlertSink;
import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.HandWritten;
import io.tocsin.bench.workload.RuleLoop;
import io.tocsin.bench.workload.Workload;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/** A stream, a rule over it, and what a right engine makes of both. */
public enum Contest {
  /** Errors of a service within (t - 60 s, t], more than 16,200, judged at each error. */
  W1(Workload.ERRORS_PER_MINUTE, 16_200, 5_702),

  /** The same at 53 events a second, more than 100. */
  W1_LOW(Workload.ERRORS_PER_MINUTE_LOW, 100, 2_921),

  /** At least five payments on a card within (t - 60 s, t], more than 1,000 in all. */
  W2(Workload.PAYMENT_BURST, 0, 35_440),

  /** No payment within five minutes after an order; the key is a number. */
  W3(Workload.ORDER_UNPAID, 0, 40_088),

  /** A click by the same user on the same advertisement within ten minutes, every pair. */
  W4(Workload.VIEW_CLICK, 0, 36_638);

  /** How far the clock runs past the last event, so that every deadline passes. */
  public static final long PAST_THE_END_MILLIS = 400_000;

  private static final long WINDOW_MILLIS = 60_000;
  private static final long PAYMENT_MILLIS = 300_000;
  private static final long CLICK_MILLIS = 600_000;

  private final Workload workload;
  private final int threshold;
  private final long fullSizeAlerts;

  Contest(Workload workload, int threshold, long fullSizeAlerts) {
    this.workload = workload;
    this.threshold = threshold;
    this.fullSizeAlerts = fullSizeAlerts;
  }

  /** The contest of a name as people write it: {@code W1-LOW}, in any case. */
  public static Contest of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The name as people write it. */
  public String label() {
    return name().replace('_', '-');
  }

  public Workload workload() {
    return workload;
  }

  /** More errors than this are an alert; W1 only. */
  public int threshold() {
    return threshold;
  }

  /** How many alerts the stream of {@link Workload#FULL_SIZE} holds. */
  public long fullSizeAlerts() {
    return fullSizeAlerts;
  }

  /** The texts of the stream's keys. */
  public Keys keys() {
    return switch (this) {
      case W1, W1_LOW -> Keys.of("service-", 1_000);
      case W2 -> Keys.of("card-", 100_000);
      case W3 -> Keys.none();
      case W4 -> Keys.of("ad-", 1_000).and("user-", 500_000);
    };
  }

  /** The alerts of the hand-written loop, up to the end of time. */
  public RaisedAlerts expected(Columns columns, Keys keys) {
    RaisedAlerts alerts = new RaisedAlerts();
    HandWritten.run(columns, loop(columns, keys, alerts));
    return alerts;
  }

  /** The hand-written loop. */
  public RuleLoop loop(Columns columns, Keys keys, RaisedAlerts alerts) {
    AlertSink window =
        (row, count) ->
            alerts.window(keys.first()[columns.keys()[row]], columns.times()[row], count);
    return switch (this) {
      case W1, W1_LOW -> HandWritten.errors(columns, threshold, window);
      case W2 -> HandWritten.payments(columns, window);
      case W3 -> HandWritten.orders(columns, (row, none) -> alerts.order(columns.keys()[row]));
      case W4 ->
          HandWritten.clicks(
              columns,
              (row, viewed) ->
                  alerts.click(
                      keys.second()[columns.secondKeys()[row]], columns.times()[row], viewed));
    };
  }

  /**
   * How many events an engine must hold after the last of these: those in the window, orders that
   * may still turn out to be unpaid, impressions that may still be clicked.
   */
  public long live(Columns columns) {
    long last = columns.times()[columns.size() - 1];
    return switch (this) {
      case W1, W1_LOW -> count(columns, last - WINDOW_MILLIS + 1, 1);
      case W2 -> count(columns, last - WINDOW_MILLIS + 1, 0);
      case W3 -> unpaid(columns, last - PAYMENT_MILLIS);
      case W4 -> count(columns, last - CLICK_MILLIS, 0);
    };
  }

  private static long count(Columns columns, long from, int type) {
    long count = 0;
    for (int i = columns.size() - 1; i >= 0 && columns.times()[i] >= from; i--) {
      count += columns.types()[i] == type ? 1 : 0;
    }
    return count;
  }

  private static long unpaid(Columns columns, long from) {
    BitSet paid = new BitSet();
    long count = 0;
    for (int i = columns.size() - 1; i >= 0 && columns.times()[i] >= from; i--) {
      if (columns.types()[i] == 1) {
        paid.set(columns.keys()[i]);
      } else if (!paid.get(columns.keys()[i])) {
        count++;
      }
    }
    return count;
  }

  /** The labels of all contests. */
  public static String labels() {
    return String.join(", ", Arrays.stream(values()).map(Contest::label).toList());
  }
}
