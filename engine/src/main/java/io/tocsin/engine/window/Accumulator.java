package io.tocsin.engine.window;

import io.tocsin.engine.plan.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * One function over the content of one window. Values leave in the order in which they came; null
 * values take part only in counts and collections.
 */
interface Accumulator {
  void add(@Nullable Object value);

  /** Removes the oldest value, which the caller names. */
  void remove(@Nullable Object value);

  /**
   * The function's value as Drools types it: for nothing, 0 for counts and sums, null for averages
   * and extremes.
   */
  @Nullable Object result();

  /** How many values a collection would have with one more; 0 for what collects nothing. */
  default int collected(@Nullable Object next) {
    return 0;
  }

  static Accumulator of(Aggregate.Function function) {
    return switch (function) {
      case COUNT -> new Counting.Count();
      case SUM_DOUBLE -> new Summing.OfDoubles();
      case SUM_LONG -> new Summing.OfLongs();
      case SUM_INT -> new Summing.OfInts();
      case SUM_DECIMAL -> new Summing.OfDecimals();
      case AVERAGE -> new Summing.Average();
      case AVERAGE_DECIMAL -> new Summing.DecimalAverage();
      case MIN -> new Extreme(-1);
      case MAX -> new Extreme(1);
      case COLLECT_LIST -> new Counting.Values();
      case COLLECT_SET -> new Counting.DistinctValues();
    };
  }
}
