package io.tocsin.adapters.sample;

/**
 * Payments of many cards; now and then a stolen one pays five or six times within half a minute.
 * Some bursts stay just below the limits.
 */
final class PaymentScene implements Scene {
  private static final String TOPIC = "payments";
  private static final int CARDS = 5_000;

  @Override
  public void begin(Traffic traffic) {
    traffic.often(
        traffic.start(), 400, time -> pay(traffic, time, anyCard(traffic), amount(traffic)));
    traffic.at(traffic.start() + 1_000, time -> burst(traffic, time, 5, 1_000));
    traffic.often(
        traffic.start() + 50_000,
        70_000,
        time -> burst(traffic, time, traffic.between(4, 6), traffic.between(2_000, 8_000)));
  }

  private static void burst(Traffic traffic, long begin, int payments, int distance) {
    String card = anyCard(traffic);
    long time = begin;
    for (int i = 0; i < payments; i++) {
      pay(traffic, time, card, traffic.between(19_000, 49_000) / 100.0);
      time += traffic.between(distance / 2, distance * 3 / 2);
    }
  }

  private static String anyCard(Traffic traffic) {
    return "card-%04d".formatted(traffic.between(1, CARDS));
  }

  /** Most are small, few are large. */
  private static double amount(Traffic traffic) {
    double amount = StrictMath.exp(traffic.normal(3.2, 0.9));
    return Math.round(amount * 100) / 100.0;
  }

  private static void pay(Traffic traffic, long time, String card, double amount) {
    long travel = traffic.chance(0.1) ? traffic.between(300, 1_500) : traffic.between(5, 100);
    traffic.send(TOPIC, card, "at", time, travel, "card", card, "amount", amount);
  }
}
