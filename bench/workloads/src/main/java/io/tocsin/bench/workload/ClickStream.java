package io.tocsin.bench.workload;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Impressions of 1,000 advertisements before 500,000 users, 2,000 a second (type 0); one in 50 is
 * clicked (type 1), on the average two minutes later. The keys are the advertisement and the user.
 */
final class ClickStream {
  private static final int ADVERTISEMENTS = 1_000;
  private static final int USERS = 500_000;
  private static final double MEAN_DELAY_MILLIS = 120_000;
  private static final long BOUND_MILLIS = 600_000;

  private ClickStream() {}

  static Columns of(int size, SplittableRandom random) {
    long[] times = new long[size];
    byte[] types = new byte[size];
    int[] advertisements = new int[size];
    int[] users = new int[size];
    int[] shown = new Zipf(ADVERTISEMENTS).draw(size, random);
    PriorityQueue<Due> clicks = new PriorityQueue<>();
    int impression = 0;
    for (int i = 0; i < size; i++) {
      long now = Workload.BEGIN + (long) (impression * 1000 / 2000.0);
      Due click = clicks.peek();
      if (click != null && click.time() <= now) {
        clicks.remove();
        times[i] = click.time();
        types[i] = 1;
        advertisements[i] = advertisements[click.number()];
        users[i] = users[click.number()];
      } else {
        times[i] = now;
        advertisements[i] = shown[impression];
        users[i] = random.nextInt(USERS);
        if (random.nextInt(50) == 0) {
          clicks.add(new Due(now + delay(random), i));
        }
        impression++;
      }
    }
    return new Columns(times, types, advertisements, users, new double[0]);
  }

  private static long delay(SplittableRandom random) {
    long delay = 100 + (long) (-Math.log(1 - random.nextDouble()) * MEAN_DELAY_MILLIS);
    // Because engines differ about the bound itself, no click falls on it.
    return delay == BOUND_MILLIS ? delay + 1 : delay;
  }
}
