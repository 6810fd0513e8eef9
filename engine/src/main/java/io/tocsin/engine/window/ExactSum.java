package io.tocsin.engine.window;

import java.util.Arrays;

/**
 * The exact sum of doubles, rounded once when it is read, so that it depends neither on the order
 * nor on what was added and removed in between: a restored window continues with the same bits.
 *
 * <p>Keeps the sum as non-overlapping partial sums of growing magnitude (Shewchuk: Adaptive
 * precision floating-point arithmetic and fast robust geometric predicates, 1997); removing is
 * adding the negative. Infinite and undefined values are counted apart.
 */
final class ExactSum {
  private double[] partials = new double[4];
  private int size;
  private int positiveInfinities;
  private int negativeInfinities;
  private int undefined;

  void add(double value) {
    if (Double.isFinite(value)) {
      addFinite(value);
    } else {
      count(value, 1);
    }
  }

  void remove(double value) {
    if (Double.isFinite(value)) {
      addFinite(-value);
    } else {
      count(value, -1);
    }
  }

  private void count(double value, int change) {
    if (Double.isNaN(value)) {
      undefined += change;
    } else if (value > 0) {
      positiveInfinities += change;
    } else {
      negativeInfinities += change;
    }
  }

  private void addFinite(double value) {
    double x = value;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      double y = partials[i];
      if (Math.abs(x) < Math.abs(y)) {
        double swap = x;
        x = y;
        y = swap;
      }
      double high = x + y;
      double low = y - (high - x);
      if (low != 0) {
        partials[kept++] = low;
      }
      x = high;
    }
    size = kept;
    if (x != 0) {
      if (size == partials.length) {
        partials = Arrays.copyOf(partials, size * 2);
      }
      partials[size++] = x;
    }
  }

  /** The sum, rounded to the nearest double, ties to even. */
  double value() {
    if (undefined > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
      return Double.NaN;
    }
    if (positiveInfinities > 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (negativeInfinities > 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (size == 0) {
      return 0;
    }
    int i = size - 1;
    double high = partials[i];
    double low = 0;
    while (i > 0) {
      double x = high;
      double y = partials[--i];
      high = x + y;
      low = y - (high - x);
      if (low != 0) {
        break;
      }
    }
    return roundHalfEven(high, low, i);
  }

  /**
   * Because the discarded partials below {@code low} decide a tie, half-way cases look at their
   * sign.
   */
  private double roundHalfEven(double high, double low, int i) {
    boolean sameSign =
        i > 0 && ((low < 0 && partials[i - 1] < 0) || (low > 0 && partials[i - 1] > 0));
    if (sameSign) {
      double twice = low * 2;
      double rounded = high + twice;
      if (twice == rounded - high) {
        return rounded;
      }
    }
    return high;
  }
}
