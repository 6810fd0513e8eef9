package io.tocsin.engine.sandbox;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much work it is to go through a value once, in steps: an element is one, 16 characters are
 * one, numbers count the square of their length in words, as multiplying them takes. What a value
 * holds is counted as often as it would be visited: a list of a thousand times the same list of a
 * thousand elements weighs a million.
 */
final class Weight {
  private static final int DEEPEST = 200;
  private static final int BITS_PER_DIGIT = 4;

  private final Budget budget;
  private long total;

  private Weight(Budget budget) {
    this.budget = budget;
  }

  /** Pays for going through a value; returns what was paid. */
  static long pay(@Nullable Object value, Budget budget) {
    if (value == null) {
      return 0;
    }
    if (value instanceof String text) {
      long steps = text.length() >> 4;
      budget.steps(steps);
      return steps;
    }
    Weight weight = new Weight(budget);
    weight.add(value, 0);
    return weight.total;
  }

  private void add(@Nullable Object value, int depth) {
    if (value instanceof CharSequence text) {
      pay(text.length() >> 4);
    } else if (value instanceof Collection<?> elements) {
      deeper(depth);
      pay(elements.size());
      elements.forEach(element -> add(element, depth + 1));
    } else if (value instanceof Map<?, ?> map) {
      deeper(depth);
      pay(map.size());
      map.forEach(
          (key, element) -> {
            add(key, depth + 1);
            add(element, depth + 1);
          });
    } else if (value instanceof Map.Entry<?, ?> entry) {
      deeper(depth);
      add(entry.getKey(), depth + 1);
      add(entry.getValue(), depth + 1);
    } else if (value instanceof Optional<?> optional) {
      deeper(depth);
      pay(1);
      optional.ifPresent(element -> add(element, depth + 1));
    } else if (value instanceof Object[] elements) {
      deeper(depth);
      pay(elements.length);
      for (Object element : elements) {
        add(element, depth + 1);
      }
    } else if (value instanceof Number number) {
      pay(square(words(number)));
    } else if (value != null && value.getClass().isArray()) {
      pay(Array.getLength(value) >> 3);
    }
  }

  private void deeper(int depth) {
    if (depth > DEEPEST) {
      throw budget.tooDeep();
    }
  }

  private void pay(long steps) {
    budget.steps(steps);
    total += steps;
  }

  static long square(long words) {
    return words > Integer.MAX_VALUE ? Long.MAX_VALUE : words * words;
  }

  /** The length of a number in words of 64 bits; with the zeros that its scale stands for. */
  static long words(@Nullable Object number) {
    if (number instanceof BigInteger integer) {
      return (integer.bitLength() >> 6) + 1L;
    }
    if (number instanceof BigDecimal decimal) {
      long zeros = BITS_PER_DIGIT * Math.abs((long) decimal.scale());
      return ((decimal.unscaledValue().bitLength() + zeros) >> 6) + 1L;
    }
    return number instanceof MathContext context ? digits(context.getPrecision()) : 0;
  }

  /** The length in words of a number of so many digits. */
  static long digits(long digits) {
    return ((BITS_PER_DIGIT * Math.abs(digits)) >> 6) + 1;
  }
}
