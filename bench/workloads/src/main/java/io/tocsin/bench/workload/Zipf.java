package io.tocsin.bench.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws numbers from 0 by Zipf's law: the number i comes up in proportion to 1 / (i + 1). */
final class Zipf {
  private final double[] cumulated;

  /**
   * @param count how many different numbers
   */
  Zipf(int count) {
    cumulated = new double[count];
    double total = 0;
    for (int i = 0; i < count; i++) {
      total += 1 / Math.pow(i + 1, 1.0);
      cumulated[i] = total;
    }
  }

  int[] draw(int size, SplittableRandom random) {
    int[] drawn = new int[size];
    for (int i = 0; i < size; i++) {
      int place =
          Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
      drawn[i] = place < 0 ? -place - 1 : place;
    }
    return drawn;
  }
}
