package io.tocsin.engine.window;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
    private final ArrayDeque<Object> values = new ArrayDeque<>(1);

    @Override
    public void add(@Nullable Object value) {
      values.addLast(value == null ? NULL : value);
    }

    @Override
    public int collected(@Nullable Object next) {
      return values.size() + 1;
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
    private final Map<Object, ArrayDeque<Long>> arrivals = new HashMap<>();
    private long added;

    @Override
    public void add(@Nullable Object value) {
      arrivals
          .computeIfAbsent(value == null ? NULL : value, any -> new ArrayDeque<>(2))
          .addLast(added++);
    }

    @Override
    public int collected(@Nullable Object next) {
      return arrivals.size() + (arrivals.containsKey(next == null ? NULL : next) ? 0 : 1);
    }

    @Override
    public void remove(@Nullable Object value) {
      Object key = value == null ? NULL : value;
      ArrayDeque<Long> own = arrivals.get(key);
      if (own != null) {
        own.pollFirst();
        if (own.isEmpty()) {
          arrivals.remove(key);
        }
      }
    }

    @Override
    public Object result() {
      LinkedHashSet<@Nullable Object> set = new LinkedHashSet<>();
      arrivals.entrySet().stream()
          .sorted(Comparator.comparing(entry -> entry.getValue().getFirst()))
          .forEach(entry -> set.add(entry.getKey() == NULL ? null : entry.getKey()));
      return set;
    }
  }
}
