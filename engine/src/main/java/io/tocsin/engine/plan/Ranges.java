package io.tocsin.engine.plan;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds those of many ranges of numbers that hold a value: ranges by their lower end, with the
 * highest upper end of each half, quarter and so on, so that parts without any that reaches far
 * enough are passed over (the augmented tree of Cormen et al., Introduction to Algorithms, 14.3, as
 * an array).
 */
public final class Ranges {
  /**
   * A range; both ends are within.
   *
   * @param owner whose it is
   */
  public record Range(double low, double high, int owner) {

    /** The range of the values that a comparison with a number may hold for. */
    public static Range of(Comparison.Operator operator, double number, int owner) {
      boolean below =
          operator == Comparison.Operator.LESS || operator == Comparison.Operator.AT_MOST;
      boolean above =
          operator == Comparison.Operator.GREATER || operator == Comparison.Operator.AT_LEAST;
      return new Range(
          above ? number : Double.NEGATIVE_INFINITY,
          below ? number : Double.POSITIVE_INFINITY,
          owner);
    }

    /** What is in this range and another one of the same owner. */
    Range with(Range other) {
      return new Range(Math.max(low, other.low), Math.min(high, other.high), owner);
    }
  }

  private final double[] lows;
  private final double[] highs;

  /** The highest upper end of those for which the place is the middle. */
  private final double[] highest;

  private final int[] owners;

  public Ranges(List<Range> ranges) {
    List<Range> sorted =
        ranges.stream()
            .sorted(Comparator.comparingDouble(Range::low).thenComparingInt(Range::owner))
            .toList();
    this.lows = sorted.stream().mapToDouble(Range::low).toArray();
    this.highs = sorted.stream().mapToDouble(Range::high).toArray();
    this.owners = sorted.stream().mapToInt(Range::owner).toArray();
    this.highest = new double[lows.length];
    highest(0, lows.length);
  }

  private double highest(int from, int to) {
    if (from >= to) {
      return Double.NEGATIVE_INFINITY;
    }
    int middle = (from + to) >>> 1;
    highest[middle] =
        Math.max(highs[middle], Math.max(highest(from, middle), highest(middle + 1, to)));
    return highest[middle];
  }

  /**
   * Goes through the owners whose range holds a value, in no order, until one is wanted; none does
   * for NaN.
   *
   * @return whether one was
   */
  public boolean any(double value, IntPredicate wanted) {
    return !Double.isNaN(value) && any(0, lows.length, value, wanted);
  }

  private boolean any(int from, int to, double value, IntPredicate wanted) {
    if (from >= to) {
      return false;
    }
    int middle = (from + to) >>> 1;
    if (highest[middle] < value) {
      return false;
    }
    if (any(from, middle, value, wanted)) {
      return true;
    }
    if (lows[middle] > value) {
      return false;
    }
    return (highs[middle] >= value && wanted.test(owners[middle]))
        || any(middle + 1, to, value, wanted);
  }
}
