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
    /** Because numbers of one value may be written differently, each comes with its own. */
    private record Arrival(@Nullable Object value, long number) {}

    private final Map<Object, ArrayDeque<Arrival>> held = new HashMap<>();
    private long added;

    @Override
    public void add(@Nullable Object value) {
      held.computeIfAbsent(EventKey.canonical(value), any -> new ArrayDeque<>(2))
          .addLast(new Arrival(value, added++));
    }

    @Override
    public int collected(@Nullable Object next) {
      return held.size() + (held.containsKey(EventKey.canonical(next)) ? 0 : 1);
    }

    @Override
    public void remove(@Nullable Object value) {
      Object key = EventKey.canonical(value);
      ArrayDeque<Arrival> own = held.get(key);
      if (own != null) {
        own.pollFirst();
        if (own.isEmpty()) {
          held.remove(key);
        }
      }
    }

    @Override
    public Object result() {
      LinkedHashSet<@Nullable Object> set = new LinkedHashSet<>();
      held.values().stream()
          .map(ArrayDeque::getFirst)
          .sorted(Comparator.comparingLong(Arrival::number))
          .forEach(oldest -> set.add(oldest.value));
      return set;
    }
  }
}
