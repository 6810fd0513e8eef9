package io.tocsin.bench.kill;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The alerts that the rules of the pack {@code fault} demand, calculated by hand from the events in
 * the order of their times. Shares nothing with the engine.
 */
final class Truth {
  private static final long BURST_MILLIS = 5_000;
  private static final int BURST = 5;
  private static final long SPREE_MILLIS = 2_000;
  private static final int SPREE = 4;
  private static final long VOLUME_MILLIS = 3_000;
  private static final long VOLUME = 4_000;
  private static final long APPROVED_MILLIS = 4_000;
  private static final long QUICK_MILLIS = 500;
  private static final long RECEIPT_MILLIS = 2_000;

  /** A payment as it was sent; {@code at} in epoch milliseconds. */
  record Payment(long id, String card, String shop, String kind, long amount, int parts, long at) {}

  private record Amount(long at, long amount) {}

  /** The payments of a card or shop in a window, with the episode that is open over it. */
  private static final class Window {
    final Deque<Amount> amounts = new ArrayDeque<>();
    int openCount;

    void add(Payment payment, long millis) {
      while (!amounts.isEmpty() && amounts.element().at() <= payment.at() - millis) {
        amounts.remove();
      }
      amounts.add(new Amount(payment.at(), payment.amount()));
    }

    long sum() {
      return amounts.stream().mapToLong(Amount::amount).sum();
    }
  }

  private final Map<String, Window> bursts = new HashMap<>();
  private final Map<String, Window> sprees = new HashMap<>();
  private final Map<String, Window> volumes = new HashMap<>();
  private final Map<String, Deque<Payment>> declined = new HashMap<>();
  private final Map<Long, Payment> unconfirmed = new TreeMap<>();
  private final Map<String, Integer> alerts = new HashMap<>();
  private long faults;

  /** One alert as a text that can be compared. */
  static String line(String rule, String key, String status, long at, String fields) {
    return rule + "|" + key + "|" + status + "|" + at + "|" + fields;
  }

  private void expect(String rule, String key, String status, long at, String fields) {
    alerts.merge(line(rule, key, status, at, fields), 1, Integer::sum);
  }

  /** The next payment; times ascend. */
  synchronized void paid(Payment payment) {
    burst(payment);
    spree(payment);
    switch (payment.kind()) {
      case "order" -> {
        volume(payment);
        unconfirmed.put(payment.id(), payment);
      }
      case "declined" ->
          declined.computeIfAbsent(payment.card(), card -> new ArrayDeque<>()).add(payment);
      case "approved" -> approved(payment);
      case "split" -> split(payment);
      default -> {}
    }
  }

  private void burst(Payment payment) {
    Window window = bursts.computeIfAbsent(payment.card(), card -> new Window());
    window.add(payment, BURST_MILLIS);
    if (window.amounts.size() >= BURST) {
      String fields =
          "card=%s, count=%d, sum=%d"
              .formatted(payment.card(), window.amounts.size(), window.sum());
      expect("Card burst", payment.card(), "raised", payment.at(), fields);
    }
  }

  private void spree(Payment payment) {
    Window window = sprees.computeIfAbsent(payment.card(), card -> new Window());
    leave(payment.card(), window, payment.at() - 1);
    window.add(payment, SPREE_MILLIS);
    int count = window.amounts.size();
    if (count >= SPREE && window.openCount == 0) {
      window.openCount = count;
      expect("Card spree", payment.card(), "open", payment.at(), "count=" + count);
    } else if (count < SPREE && window.openCount > 0) {
      resolved(payment.card(), window, payment.at());
    }
  }

  /** What leaves up to a time, with no event in between, may end the episode. */
  private void leave(String card, Window window, long until) {
    while (!window.amounts.isEmpty() && window.amounts.element().at() + SPREE_MILLIS <= until) {
      long at = window.amounts.remove().at() + SPREE_MILLIS;
      if (window.openCount > 0 && window.amounts.size() < SPREE) {
        resolved(card, window, at);
      }
    }
  }

  private void resolved(String card, Window window, long at) {
    expect("Card spree", card, "resolved", at, "count=" + window.openCount);
    window.openCount = 0;
  }

  private void volume(Payment payment) {
    Window window = volumes.computeIfAbsent(payment.shop(), shop -> new Window());
    window.add(payment, VOLUME_MILLIS);
    if (window.sum() > VOLUME) {
      String fields = "sum=%d, count=%d".formatted(window.sum(), window.amounts.size());
      expect("Shop volume", payment.shop(), "raised", payment.at(), fields);
    }
  }

  private void approved(Payment payment) {
    Deque<Payment> before = declined.getOrDefault(payment.card(), new ArrayDeque<>());
    before.removeIf(earlier -> earlier.at() < payment.at() - APPROVED_MILLIS);
    for (Payment earlier : before) {
      String fields = "declined=%d, approved=%d".formatted(earlier.id(), payment.id());
      expect("Declined, then approved", payment.card(), "raised", payment.at(), fields);
    }
  }

  private void split(Payment payment) {
    if (payment.parts() == 0) {
      faults++;
      return;
    }
    String fields = "share=" + payment.amount() / payment.parts();
    expect("Split", payment.card(), "raised", payment.at(), fields);
  }

  /** The receipt of a payment. */
  synchronized void confirmed(long id, long at) {
    Payment payment = unconfirmed.get(id);
    if (payment == null) {
      return;
    }
    if (at <= payment.at() + QUICK_MILLIS) {
      expect("Quick receipt", payment.card(), "raised", at, "payment=" + id);
    }
    if (at <= payment.at() + RECEIPT_MILLIS) {
      unconfirmed.remove(id);
    }
  }

  /** Every alert up to the end of time, with how often it must be there. */
  synchronized Map<String, Integer> alerts() {
    sprees.forEach((card, window) -> leave(card, window, Long.MAX_VALUE));
    for (Payment payment : unconfirmed.values()) {
      long deadline = payment.at() + RECEIPT_MILLIS;
      expect("No receipt", payment.card(), "raised", deadline, "payment=" + payment.id());
    }
    unconfirmed.clear();
    return alerts;
  }

  /** How often the rule that divides by zero throws. */
  long faults() {
    return faults;
  }
}
