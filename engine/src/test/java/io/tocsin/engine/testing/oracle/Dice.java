package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Random;

/** Random choices that a seed repeats. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
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
