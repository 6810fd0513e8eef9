package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum in columns is that of {@link ExactSum}, bit for bit. */
class FixedSumsTest {
  private static final double[] EDGES = {
    0.0,
    -0.0,
    1,
    -1,
    0.1,
    -0.1,
    0.01,
    1e-3,
    1e-15,
    1e-19,
    5.421010862427522e-20,
    2.7e-20,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    4503599627370497.5,
    9007199254740993.0,
    7.2057594037927936E16,
    7.2057594037927935E16,
    -7.2e16,
    1e17,
    1e300,
    -1e300,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1152921504606846976.0
  };

  private final FixedSums sums = new FixedSums();
  private final ExactSum expected = new ExactSum();

  private void add(double value) {
    sums.add(3, value);
    expected.add(value);
  }

  private void remove(double value) {
    sums.remove(3, value);
    expected.remove(value);
  }

  private void check() {
    assertThat(Double.doubleToLongBits(sums.value(3)))
        .isEqualTo(Double.doubleToLongBits(expected.value()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isExactForRandomValues(long seed) {
    sums.grow(8);
    sums.begin(3);
    Random random = new Random(seed);
    ArrayDeque<Double> window = new ArrayDeque<>();
    for (int i = 0; i < 20_000; i++) {
      double value = value(random, seed);
      window.add(value);
      add(value);
      while (window.size() > 50 || (!window.isEmpty() && random.nextInt(3) == 0)) {
        remove(window.remove());
      }
      check();
    }
  }

  private static double value(Random random, long seed) {
    if (seed % 4 == 0) {
      return EDGES[random.nextInt(EDGES.length)];
    }
    if (seed % 4 == 1) {
      return random.nextInt(1_000_000) / 100.0;
    }
    return seed % 4 == 2
        ? (random.nextDouble() - 0.5) * Math.pow(2, random.nextInt(150) - 75)
        : random.nextLong();
  }

  @Test
  void manyLargeValuesDoNotOverflow() {
    sums.grow(8);
    sums.begin(3);
    for (int i = 0; i < 1_000; i++) {
      add(7e16);
      check();
    }
    for (int i = 0; i < 1_000; i++) {
      remove(7e16);
      check();
    }
    assertThat(sums.value(3)).isZero();
  }

  @Test
  void aGroupBeginsAtNothingAndMovesWithItsNumber() {
    sums.grow(4);
    sums.begin(1);
    sums.begin(2);
    sums.add(1, 2.5);
    sums.add(2, 1e300);
    sums.renumber(new int[] {2, 1}, 2);

    assertThat(sums.value(0)).isEqualTo(1e300);
    assertThat(sums.value(1)).isEqualTo(2.5);
    sums.begin(0);
    assertThat(sums.value(0)).isZero();
  }
}
