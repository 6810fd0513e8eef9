package io.tocsin.engine.window;

import io.tocsin.engine.plan.Aggregate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One function over the content of a window, for all of its groups by their numbers. */
abstract sealed class Total {

  /** Makes place for so many groups. */
  abstract void grow(int capacity);

  /** A group is new. */
  abstract void begin(int group);

  /** A group is gone. */
  void end(int group) {}

  abstract void add(int group, EventLog log, int event);

  /** Takes back the oldest event of a group. */
  abstract void remove(int group, EventLog log, int event);

  /**
   * The result, as Drools types it.
   *
   * @param count how many events the group has
   */
  abstract @Nullable Object result(int group, int count);

  /** Whether {@link #number} or {@link #whole} says the same as the result. */
  boolean isNumber() {
    return true;
  }

  /** The result as a double. */
  double number(int group, int count) {
    throw new IllegalStateException("The result is no number.");
  }

  /** The result as a whole number, where it is one. */
  long whole(int group, int count) {
    return (long) number(group, count);
  }

  /** Gives the groups new numbers; see {@link GroupTable#renumber}. */
  abstract void renumber(int[] before, int capacity);

  /**
   * The total of a function.
   *
   * @param column the column with its argument, -1 where it takes none
   * @param kind what the column holds
   */
  static Total of(Aggregate aggregate, int column, Column.@Nullable Kind kind) {
    Aggregate.Function function = aggregate.function();
    if (function == Aggregate.Function.COUNT) {
      return new Count();
    }
    boolean numbers = kind != null && kind != Column.Kind.OBJECTS;
    if (numbers && function == Aggregate.Function.SUM_DOUBLE) {
      return new Sum(column, false);
    }
    if (numbers && function == Aggregate.Function.AVERAGE) {
      return new Sum(column, true);
    }
    return new Other(aggregate, column);
  }

  /** {@code count}. */
  static final class Count extends Total {
    @Override
    void grow(int capacity) {}

    @Override
    void begin(int group) {}

    @Override
    void add(int group, EventLog log, int event) {}

    @Override
    void remove(int group, EventLog log, int event) {}

    @Override
    Object result(int group, int count) {
      return (long) count;
    }

    @Override
    double number(int group, int count) {
      return count;
    }

    @Override
    long whole(int group, int count) {
      return count;
    }

    @Override
    void renumber(int[] before, int capacity) {}
  }

  /** {@code sum} of doubles, and {@code average} of numbers, none of which is null. */
  static final class Sum extends Total {
    private final int column;
    private final boolean average;
    private final FixedSums sums = new FixedSums();

    Sum(int column, boolean average) {
      this.column = column;
      this.average = average;
    }

    @Override
    void grow(int capacity) {
      sums.grow(capacity);
    }

    @Override
    void begin(int group) {
      sums.begin(group);
    }

    @Override
    void add(int group, EventLog log, int event) {
      sums.add(group, log.getDouble(event, column));
    }

    @Override
    void remove(int group, EventLog log, int event) {
      sums.remove(group, log.getDouble(event, column));
    }

    @Override
    @Nullable Object result(int group, int count) {
      return average && count == 0 ? null : (Object) number(group, count);
    }

    /** NaN for the average of nothing, which meets no bound, as null does. */
    @Override
    double number(int group, int count) {
      double sum = sums.value(group);
      return average ? sum / count : sum;
    }

    @Override
    void renumber(int[] before, int capacity) {
      sums.renumber(before, capacity);
    }
  }

  /** Any other function, with an object for each group. */
  static final class Other extends Total {
    private final Aggregate aggregate;
    private final int column;
    private @Nullable Accumulator[] accumulators = {};

    Other(Aggregate aggregate, int column) {
      this.aggregate = aggregate;
      this.column = column;
    }

    @Override
    void grow(int capacity) {
      accumulators = Arrays.copyOf(accumulators, capacity);
    }

    @Override
    void begin(int group) {
      accumulators[group] = Accumulator.of(aggregate.function());
    }

    @Override
    void end(int group) {
      accumulators[group] = null;
    }

    private Accumulator of(int group) {
      Accumulator accumulator = accumulators[group];
      if (accumulator == null) {
        throw new IllegalStateException("There is no group [" + group + "].");
      }
      return accumulator;
    }

    @Override
    void add(int group, EventLog log, int event) {
      of(group).add(WindowGroup.seen(log.get(event, column)));
    }

    @Override
    void remove(int group, EventLog log, int event) {
      of(group).remove(WindowGroup.seen(log.get(event, column)));
    }

    /** How many values a collection of a group would have with one more. */
    int collected(int group, @Nullable Object next) {
      return of(group).collected(WindowGroup.seen(next));
    }

    @Override
    @Nullable Object result(int group, int count) {
      return of(group).result();
    }

    @Override
    boolean isNumber() {
      return false;
    }

    @Override
    void renumber(int[] before, int capacity) {
      @Nullable Accumulator[] older = accumulators;
      accumulators = new Accumulator[capacity];
      for (int i = 0; i < before.length; i++) {
        accumulators[i] = older[before[i]];
      }
    }
  }
}
