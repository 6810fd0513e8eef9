package io.tocsin.bench.workload;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Orders, one each millisecond (type 0), and their payments (type 1) within a minute; one order in
 * a hundred is never paid. The key is the order.
 */
final class OrderStream {
  private OrderStream() {}

  static Columns of(int size, SplittableRandom random) {
    long[] times = new long[size];
    byte[] types = new byte[size];
    int[] orders = new int[size];
    PriorityQueue<Due> payments = new PriorityQueue<>();
    int order = 0;
    for (int i = 0; i < size; i++) {
      long now = Workload.BEGIN + order;
      Due payment = payments.peek();
      if (payment != null && payment.time() <= now) {
        payments.remove();
        times[i] = payment.time();
        types[i] = 1;
        orders[i] = payment.number();
      } else {
        times[i] = now;
        orders[i] = order;
        if (random.nextInt(100) != 0) {
          payments.add(new Due(now + 100 + random.nextLong(59_800), order));
        }
        order++;
      }
    }
    return new Columns(times, types, orders, new int[0], new double[0]);
  }
}
