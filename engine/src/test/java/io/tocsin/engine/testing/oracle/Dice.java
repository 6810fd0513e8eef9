package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Random;

/** Random choices that a seed repeats. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    // Because the first numbers of neighbouring seeds are alike.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L ^ (seed >>> 17));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Both bounds inclusive. */
  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
