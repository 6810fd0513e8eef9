package io.tocsin.adapters.sample;

/**
 * Orders and their payments: most are paid within a minute or two, one in a hundred never, a few
 * exactly at the deadline of five minutes and a few a millisecond after it. Payments come from
 * another system and overtake orders now and then.
 */
final class OrderScene implements Scene {
  private static final String TOPIC = "orders";
  private static final int DEADLINE = 300_000;

  private long orders;

  @Override
  public void begin(Traffic traffic) {
    traffic.often(traffic.start() + 100, 1_500, time -> order(traffic, time));
  }

  private void order(Traffic traffic, long time) {
    String id = "o-%06d".formatted(++orders);
    double amount = traffic.between(500, 25_000) / 100.0;
    String customer = "customer-" + traffic.between(1, 900);
    traffic.send(
        TOPIC,
        id,
        "ts",
        time,
        traffic.between(5, 400),
        "kind",
        "Placed",
        "id",
        id,
        "customer",
        customer,
        "amount",
        amount);
    int fate = traffic.between(1, 200);
    if (fate > 2) {
      long travel = traffic.chance(0.05) ? traffic.between(500, 4_000) : traffic.between(5, 300);
      traffic.send(TOPIC, id, "ts", time + delay(traffic, fate), travel, "kind", "Paid", "id", id);
    }
  }

  private static long delay(Traffic traffic, int fate) {
    return switch (fate) {
      case 3 -> DEADLINE;
      case 4 -> DEADLINE + 1;
      case 5, 6 -> traffic.between(0, 50); // paid at once: the payment may arrive before its order
      default -> paymentDelay(traffic);
    };
  }

  private static long paymentDelay(Traffic traffic) {
    long delay =
        Math.round(StrictMath.exp(traffic.normal(10.3, 0.8))); // half of them within 30 seconds
    return Math.min(delay, DEADLINE - 5_000);
  }
}
