package io.tocsin.bench.kill;

import io.tocsin.engine.event.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Draws payments and their receipts, and tells {@link Truth} of each.
 *
 * <p>No two payments or receipts of one card, and no two payments of one shop, have the same time:
 * so what the rules demand does not depend on the order of ties. Times ascend within each
 * partition, so nothing is late.
 */
final class Traffic {
  static final String PAYMENTS = "fault.payments";
  static final String RECEIPTS = "fault.receipts";
  static final List<String> TOPICS = List.of(PAYMENTS, RECEIPTS);
  static final int[] PARTITIONS = {4, 3};

  /** Every partition's clock must pass all windows and deadlines of the pack. */
  private static final long CLOSING_MILLIS = 20_000;

  private static final int BAD_PERMILLE = 3;

  /** One in so many payments cannot be split: its rule divides by zero. */
  private static final int FAULT_IN = 500;

  /**
   * So many of a hundred are to be split, each of which raises an alert; so nearly each batch of a
   * lane has one, and a lane is seldom without a transaction.
   */
  private static final int SPLIT_PERCENT = 10;

  /**
   * A record for a source topic.
   *
   * @param source its place in {@link #TOPICS}
   * @param rejected why it is no event; null where it is one
   * @param at its event time, epoch milliseconds; 0 where it is no event
   */
  record Drawn(int source, int partition, byte[] value, @Nullable RejectReason rejected, long at) {}

  private record Owed(long due, long payment, int card) {}

  private final Random random;
  private final Truth truth;
  private final int cards;
  private final int shops;
  private final Map<String, Long> usedAt = new HashMap<>();
  private final PriorityQueue<Owed> owed = new PriorityQueue<>(Comparator.comparingLong(Owed::due));
  private long nextId = 1;

  /**
   * @param rate payments per second; there are so many cards and shops that about one event in
   *     three raises an alert, whatever the rate
   */
  Traffic(long seed, int rate, Truth truth) {
    this.random = new Random(seed);
    this.truth = truth;
    this.cards = 3 * rate;
    this.shops = Math.max(1, rate / 10);
  }

  /** Some records of this instant; instants ascend. */
  void draw(long at, int payments, Consumer<Drawn> sink) {
    List<Owed> later = new ArrayList<>();
    while (!owed.isEmpty() && owed.element().due() <= at) {
      Owed receipt = owed.remove();
      if (isFree("c" + receipt.card(), at)) {
        receipt(receipt, at, sink);
      } else {
        later.add(receipt);
      }
    }
    owed.addAll(later);
    for (int i = 0; i < payments; i++) {
      if (random.nextInt(1000) < BAD_PERMILLE) {
        sink.accept(bad());
      } else {
        payment(at, sink);
      }
    }
  }

  private boolean isFree(String name, long at) {
    Long used = usedAt.get(name);
    return used == null || used < at;
  }

  private void payment(long at, Consumer<Drawn> sink) {
    int card = random.nextInt(cards);
    int shop = random.nextInt(shops);
    int dice = random.nextInt(100);
    long amount = 1 + random.nextInt(1000);
    int parts = random.nextInt(FAULT_IN) == 0 ? 0 : 1 + random.nextInt(5);
    if (!isFree("c" + card, at) || !isFree("s" + shop, at)) {
      return;
    }
    String kind = dice < 20 ? "order" : dice < 30 ? "declined" : dice < 40 ? "approved" : "plain";
    kind = dice >= 100 - SPLIT_PERCENT ? "split" : kind;
    if (kind.equals("order") && random.nextInt(10) > 0) {
      owed.add(new Owed(at + random.nextInt(800), nextId, card));
    }
    send(at, card, shop, kind, amount, parts, sink);
  }

  private void send(
      long at, int card, int shop, String kind, long amount, int parts, Consumer<Drawn> sink) {
    usedAt.put("c" + card, at);
    usedAt.put("s" + shop, at);
    Truth.Payment payment =
        new Truth.Payment(nextId++, "c" + card, "s" + shop, kind, amount, parts, at);
    truth.paid(payment);
    String json =
        """
        {"id":%d,"card":"%s","shop":"%s","kind":"%s","amount":%d,"parts":%d,"at":%d}"""
            .formatted(
                payment.id(), payment.card(), payment.shop(), kind, amount, parts, payment.at());
    sink.accept(new Drawn(0, card % PARTITIONS[0], bytes(json), null, at));
  }

  private void receipt(Owed receipt, long at, Consumer<Drawn> sink) {
    String card = "c" + receipt.card();
    usedAt.put(card, at);
    truth.confirmed(receipt.payment(), at);
    String json =
        "{\"payment\":%d,\"card\":\"%s\",\"at\":%d}".formatted(receipt.payment(), card, at);
    sink.accept(new Drawn(1, receipt.card() % PARTITIONS[1], bytes(json), null, at));
  }

  private Drawn bad() {
    int source = random.nextInt(2);
    int partition = random.nextInt(PARTITIONS[source]);
    long number = nextId++;
    return switch (random.nextInt(3)) {
      case 0 -> drawn(source, partition, "no JSON, " + number, RejectReason.MALFORMED);
      case 1 -> drawn(source, partition, "[" + number + "]", RejectReason.NOT_AN_OBJECT);
      default ->
          drawn(
              source,
              partition,
              "{\"id\":%d,\"payment\":%d,\"card\":\"c0\",\"amount\":1,\"parts\":1,\"at\":0}"
                  .formatted(number, number),
              RejectReason.TIME_NOT_POSITIVE);
    };
  }

  private static Drawn drawn(int source, int partition, String value, RejectReason reason) {
    return new Drawn(source, partition, bytes(value), reason, 0);
  }

  /**
   * The last record of each partition, so far ahead that all windows and deadlines before it pass.
   *
   * @return up to where time passes then
   */
  long close(long at, Consumer<Drawn> sink) {
    long end = at + CLOSING_MILLIS;
    for (int i = 0; i < PARTITIONS[0]; i++) {
      send(end, cards + i, shops + i, "plain", 1, 1, sink);
    }
    for (int i = 0; i < PARTITIONS[1]; i++) {
      receipt(new Owed(end, nextId++, cards + i), end + 1, sink);
    }
    return end;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
