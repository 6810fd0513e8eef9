package io.tocsin.bench.workload;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Payments on 100,000 cards, 2,000 a second. One in 300 starts a burst: five to ten large payments
 * on one card within the next 30 seconds.
 */
final class PaymentStream {
  private static final int CARDS = 100_000;
  private static final double PER_MILLI = 2_000.0 / 1000;
  private static final long BURST_MILLIS = 30_000;

  private record Planned(long time, int card, int amount) {}

  private PaymentStream() {}

  static Columns of(int size, SplittableRandom random) {
    long[] times = new long[size];
    int[] cards = new int[size];
    double[] amounts = new double[size];
    PriorityQueue<Planned> bursts = new PriorityQueue<>(Comparator.comparingLong(Planned::time));
    for (int i = 0; i < size; i++) {
      long now = Workload.BEGIN + (long) (i / PER_MILLI);
      times[i] = now;
      if (random.nextInt(300) == 0) {
        plan(now, bursts, random);
      }
      Planned due = bursts.peek();
      if (due != null && due.time() <= now) {
        bursts.remove();
        cards[i] = due.card();
        amounts[i] = due.amount();
      } else {
        cards[i] = random.nextInt(CARDS);
        amounts[i] = 1 + random.nextInt(200);
      }
    }
    return new Columns(times, new byte[size], cards, new int[0], amounts);
  }

  private static void plan(long now, PriorityQueue<Planned> bursts, SplittableRandom random) {
    int card = random.nextInt(CARDS);
    int count = 5 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      bursts.add(
          new Planned(now + 1 + random.nextLong(BURST_MILLIS), card, 100 + random.nextInt(300)));
    }
  }
}
