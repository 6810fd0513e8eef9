package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds those of many ranges of numbers that hold a field's value: ranges by their lower end, with
 * the highest upper end of each half, quarter and so on, so that parts without any that reaches far
 * enough are passed over (the augmented tree of Cormen et al., Introduction to Algorithms, 14.3, as
 * an array).
 */
final class Ranges {
  /**
   * What is compared.
   *
   * @param field its place in the type
   * @param whole whether values are compared as whole numbers of 64 bits, else as doubles
   */
  record Kind(int field, boolean whole) implements Comparable<Kind> {
    private static final Comparator<Kind> ORDER =
        Comparator.comparingInt(Kind::field).thenComparing(Kind::whole);

    @Override
    public int compareTo(Kind other) {
      return ORDER.compare(this, other);
    }

    /** A value as it is compared, at least to within a double; NaN where no order holds for it. */
    private double of(@Nullable Object value) {
      if (!(value instanceof Number number)) {
        return Double.NaN;
      }
      return whole ? number.longValue() : number.doubleValue();
    }
  }

  /**
   * Where the value must be for a filter to hold; the ends count as within, because the filter is
   * tried anyway.
   */
  record Range(double low, double high, int filter) {

    /** The range of a filter, from all its bounds of that kind. */
    static Range of(EventFilter filter, Kind kind, int number) {
      double low = Double.NEGATIVE_INFINITY;
      double high = Double.POSITIVE_INFINITY;
      for (EventFilter.Bound bound : filter.bounds()) {
        if (kind.equals(Ranges.kindOf(bound))) {
          double end = kind.of(bound.constant());
          Comparison.Operator operator = bound.comparison().operator();
          if (operator == Comparison.Operator.GREATER
              || operator == Comparison.Operator.AT_LEAST) {
            low = Math.max(low, end);
          } else {
            high = Math.min(high, end);
          }
        }
      }
      return new Range(low, high, number);
    }
  }

  private final Kind kind;
  private final double[] lows;
  private final double[] highs;

  /** The highest upper end of those for which the place is the middle. */
  private final double[] highest;

  private final int[] filters;

  Ranges(Kind kind, List<Range> ranges) {
    this.kind = kind;
    List<Range> sorted =
        ranges.stream()
            .sorted(Comparator.comparingDouble(Range::low).thenComparingInt(Range::filter))
            .toList();
    this.lows = sorted.stream().mapToDouble(Range::low).toArray();
    this.highs = sorted.stream().mapToDouble(Range::high).toArray();
    this.filters = sorted.stream().mapToInt(Range::filter).toArray();
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

  /** By what a filter can be found here; null where it has no bound of this sort. */
  static @Nullable Kind kindOf(EventFilter filter) {
    for (EventFilter.Bound bound : filter.bounds()) {
      Kind kind = kindOf(bound);
      if (kind != null) {
        return kind;
      }
    }
    return null;
  }

  private static @Nullable Kind kindOf(EventFilter.Bound bound) {
    Comparison comparison = bound.comparison();
    boolean order =
        comparison.operator() != Comparison.Operator.EQUAL
            && comparison.operator() != Comparison.Operator.NOT_EQUAL;
    // A constant that is no number, or not one, is left to the filter itself.
    boolean number = bound.constant() instanceof Number some && !Double.isNaN(some.doubleValue());
    return order && number ? new Kind(bound.field(), comparison.whole()) : null;
  }

  /**
   * Goes through the filters whose range holds an event's value, in no order, until one is wanted.
   *
   * @return whether one was
   */
  boolean any(Event event, IntPredicate wanted) {
    double value = kind.of(event.value(kind.field()));
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
    return (highs[middle] >= value && wanted.test(filters[middle]))
        || any(middle + 1, to, value, wanted);
  }
}
