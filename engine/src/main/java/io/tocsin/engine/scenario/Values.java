package io.tocsin.engine.scenario;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Compares what a file says with what a rule computed, and shows both. */
final class Values {
  private static final double RELATIVE = 1e-9;
  private static final long[] UNITS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
  private static final String[] UNIT_NAMES = {"d", "h", "m", "s", "ms"};

  private Values() {}

  /** Whether two values are the same: numbers by their value, texts never the same as numbers. */
  static boolean same(@Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Number a && actual instanceof Number b) {
      return same(a, b);
    }
    if (expected instanceof Map<?, ?> a && actual instanceof Map<?, ?> b) {
      return a.keySet().equals(b.keySet())
          && a.keySet().stream().allMatch(key -> same(a.get(key), b.get(key)));
    }
    if (expected instanceof List<?> a && actual instanceof Iterable<?> b) {
      Iterator<?> others = b.iterator();
      for (Object element : a) {
        if (!others.hasNext() || !same(element, others.next())) {
          return false;
        }
      }
      return !others.hasNext();
    }
    return expected == null ? actual == null : expected.equals(actual);
  }

  private static boolean same(Number a, Number b) {
    double x = a.doubleValue();
    double y = b.doubleValue();
    if (a instanceof Double || a instanceof Float || b instanceof Double || b instanceof Float) {
      // Because a sum of doubles is seldom the decimal number that an author writes.
      return Double.compare(x, y) == 0
          || Math.abs(x - y) <= RELATIVE * Math.max(Math.abs(x), Math.abs(y));
    }
    return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
  }

  /** Texts in quotes, so that they look unlike numbers. */
  static String show(@Nullable Object value) {
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner fields = new StringJoiner(", ", "{", "}");
      map.forEach((name, element) -> fields.add(name + ": " + show(element)));
      return fields.toString();
    }
    if (value instanceof Iterable<?> list) {
      StringJoiner elements = new StringJoiner(", ", "[", "]");
      list.forEach(element -> elements.add(show(element)));
      return elements.toString();
    }
    return String.valueOf(value);
  }

  /** A length of time as scenarios write it: {@code 1m30s}, {@code 0s}. */
  static String duration(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder(millis < 0 ? "-" : "");
    long left = Math.abs(millis);
    for (int i = 0; i < UNITS.length; i++) {
      if (left >= UNITS[i]) {
        text.append(left / UNITS[i]).append(UNIT_NAMES[i]);
        left %= UNITS[i];
      }
    }
    return text.toString();
  }
}
