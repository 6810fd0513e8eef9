package io.tocsin.bench.workload;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many alerts the streams hold, by loops written for exactly these rules: what an engine has to
 * find, for a stream of any size.
 */
public final class HandWritten {
  private static final long WINDOW_MILLIS = 60_000;
  private static final long PAYMENT_MILLIS = 300_000;
  private static final long CLICK_MILLIS = 600_000;

  private HandWritten() {}

  /** Errors of a service within (t - 60 s, t] above a threshold, judged at each error. */
  public static long errorsPerMinute(Columns logs, int threshold) {
    Map<Integer, ArrayDeque<Long>> windows = new HashMap<>();
    long alerts = 0;
    for (int i = 0; i < logs.size(); i++) {
      if (logs.types()[i] == 1) {
        ArrayDeque<Long> window =
            windows.computeIfAbsent(logs.keys()[i], any -> new ArrayDeque<>());
        while (!window.isEmpty() && window.getFirst() <= logs.times()[i] - WINDOW_MILLIS) {
          window.removeFirst();
        }
        window.addLast(logs.times()[i]);
        alerts += window.size() > threshold ? 1 : 0;
      }
    }
    return alerts;
  }

  /**
   * The errors of a service that complete at least so many within (t - window, t]: the number of
   * each such event, and how many errors it makes.
   */
  public static Map<Integer, Integer> errorBursts(Columns logs, long windowMillis, int atLeast) {
    Map<Integer, ArrayDeque<Long>> windows = new HashMap<>();
    Map<Integer, Integer> deciding = new LinkedHashMap<>();
    for (int i = 0; i < logs.size(); i++) {
      if (logs.types()[i] == 1) {
        ArrayDeque<Long> window =
            windows.computeIfAbsent(logs.keys()[i], any -> new ArrayDeque<>());
        while (!window.isEmpty() && window.getFirst() <= logs.times()[i] - windowMillis) {
          window.removeFirst();
        }
        window.addLast(logs.times()[i]);
        if (window.size() >= atLeast) {
          deciding.put(i, window.size());
        }
      }
    }
    return deciding;
  }

  /** At least five payments on a card within (t - 60 s, t], more than 1,000 in all. */
  public static long paymentBurst(Columns payments) {
    Map<Integer, ArrayDeque<Integer>> windows = new HashMap<>();
    long alerts = 0;
    for (int i = 0; i < payments.size(); i++) {
      ArrayDeque<Integer> window =
          windows.computeIfAbsent(payments.keys()[i], any -> new ArrayDeque<>());
      long from = payments.times()[i] - WINDOW_MILLIS;
      while (!window.isEmpty() && payments.times()[window.getFirst()] <= from) {
        window.removeFirst();
      }
      window.addLast(i);
      double sum = window.stream().mapToDouble(payment -> payments.amounts()[payment]).sum();
      alerts += window.size() >= 5 && sum > 1_000 ? 1 : 0;
    }
    return alerts;
  }

  /** No payment within five minutes after an order, up to the end of time. */
  public static long orderUnpaid(Columns orders) {
    Map<Integer, Long> unpaid = new HashMap<>();
    for (int i = 0; i < orders.size(); i++) {
      int order = orders.keys()[i];
      Long placed = unpaid.get(order);
      if (orders.types()[i] == 0) {
        unpaid.put(order, orders.times()[i]);
      } else if (placed != null && orders.times()[i] - placed <= PAYMENT_MILLIS) {
        unpaid.remove(order);
      }
    }
    return unpaid.size();
  }

  /** A click by the same user on the same advertisement within ten minutes, every pair. */
  public static long viewClick(Columns views) {
    Map<Long, ArrayDeque<Long>> shown = new HashMap<>();
    long alerts = 0;
    for (int i = 0; i < views.size(); i++) {
      long pair = ((long) views.keys()[i] << 32) | views.secondKeys()[i];
      if (views.types()[i] == 0) {
        shown.computeIfAbsent(pair, any -> new ArrayDeque<>(1)).addLast(views.times()[i]);
      } else {
        long from = views.times()[i] - CLICK_MILLIS;
        alerts +=
            shown.getOrDefault(pair, new ArrayDeque<>(1)).stream()
                .filter(view -> view >= from)
                .count();
      }
    }
    return alerts;
  }
}
