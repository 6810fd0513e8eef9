package io.tocsin.engine.window;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts and collections. */
final class Counting {
  private static final Object NULL = new Object();

  private Counting() {}

  /** {@code count}: how many events. */
  static final class Count implements Accumulator {
    private long count;

    @Override
    public void add(@Nullable Object value) {
      count++;
    }

    @Override
    public void remove(@Nullable Object value) {
      count--;
    }

    @Override
    public Object result() {
      return count;
    }
  }

  /** {@code collectList}: the values in the order of their arrival. */
  static final class Values implements Accumulator {
    private final ArrayDeque<Object> values = new ArrayDeque<>();

    @Override
    public void add(@Nullable Object value) {
      values.addLast(value == null ? NULL : value);
    }

    @Override
    public void remove(@Nullable Object value) {
      values.removeFirst();
    }

    @Override
    public Object result() {
      ArrayList<@Nullable Object> list = new ArrayList<>(values.size());
      values.forEach(value -> list.add(value == NULL ? null : value));
      return list;
    }
  }

  /**
   * {@code collectSet}: the distinct values, ordered by the arrival of the oldest that is still
   * there.
   */
  static final class DistinctValues implements Accumulator {
    private final Map<Object, Integer> counts = new LinkedHashMap<>();

    @Override
    public void add(@Nullable Object value) {
      counts.merge(value == null ? NULL : value, 1, Integer::sum);
    }

    @Override
    public void remove(@Nullable Object value) {
      Object key = value == null ? NULL : value;
      int left = counts.merge(key, -1, Integer::sum);
      counts.remove(key);
      if (left > 0) {
        // Because the oldest occurrence left, the next one is younger than values that came
        // between.
        counts.put(key, left);
      }
    }

    @Override
    public Object result() {
      LinkedHashSet<@Nullable Object> set = new LinkedHashSet<>();
      counts.keySet().forEach(value -> set.add(value == NULL ? null : value));
      return set;
    }
  }
}
