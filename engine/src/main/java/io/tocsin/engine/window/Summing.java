package io.tocsin.engine.window;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Sums and averages; exact, so that removing leaves no trace. */
final class Summing {
  private Summing() {}

  private static Number number(Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("[" + value + "] is no number.");
  }

  /** {@code sum} of doubles: the exact sum, rounded once. */
  static final class OfDoubles implements Accumulator {
    private final ExactSum sum = new ExactSum();

    @Override
    public void add(@Nullable Object value) {
      if (value != null) {
        sum.add(number(value).doubleValue());
      }
    }

    @Override
    public void remove(@Nullable Object value) {
      if (value != null) {
        sum.remove(number(value).doubleValue());
      }
    }

    @Override
    public Object result() {
      return sum.value();
    }
  }

  /** {@code sum} of longs; throws ArithmeticException where it does not fit. */
  static final class OfLongs implements Accumulator {
    private long sum;

    @Override
    public void add(@Nullable Object value) {
      if (value != null) {
        sum = Math.addExact(sum, number(value).longValue());
      }
    }

    @Override
    public void remove(@Nullable Object value) {
      if (value != null) {
        sum = Math.subtractExact(sum, number(value).longValue());
      }
    }

    @Override
    public Object result() {
      return sum;
    }
  }

  /** {@code sum} of ints; the result throws ArithmeticException where it does not fit. */
  static final class OfInts implements Accumulator {
    private final OfLongs longs = new OfLongs();

    @Override
    public void add(@Nullable Object value) {
      longs.add(value);
    }

    @Override
    public void remove(@Nullable Object value) {
      longs.remove(value);
    }

    @Override
    public Object result() {
      return Math.toIntExact(longs.sum);
    }
  }

  /** {@code sum} of decimals. */
  static final class OfDecimals implements Accumulator {
    private BigDecimal sum = BigDecimal.ZERO;

    @Override
    public void add(@Nullable Object value) {
      if (value instanceof BigDecimal decimal) {
        sum = sum.add(decimal);
      }
    }

    @Override
    public void remove(@Nullable Object value) {
      if (value instanceof BigDecimal decimal) {
        sum = sum.subtract(decimal);
      }
    }

    @Override
    public Object result() {
      // Because adding and removing may leave a longer scale behind, the result is the number, not
      // its history.
      return sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros();
    }
  }

  /** {@code average} of numbers: the exact sum by the count of the values that are not null. */
  static final class Average implements Accumulator {
    private final ExactSum sum = new ExactSum();
    private long count;

    @Override
    public void add(@Nullable Object value) {
      if (value != null) {
        sum.add(number(value).doubleValue());
        count++;
      }
    }

    @Override
    public void remove(@Nullable Object value) {
      if (value != null) {
        sum.remove(number(value).doubleValue());
        count--;
      }
    }

    @Override
    public @Nullable Object result() {
      return count == 0 ? null : (Object) (sum.value() / count);
    }
  }

  /** {@code average} of decimals, to 34 digits. */
  static final class DecimalAverage implements Accumulator {
    private BigDecimal sum = BigDecimal.ZERO;
    private long count;

    @Override
    public void add(@Nullable Object value) {
      if (value instanceof BigDecimal decimal) {
        sum = sum.add(decimal);
        count++;
      }
    }

    @Override
    public void remove(@Nullable Object value) {
      if (value instanceof BigDecimal decimal) {
        sum = sum.subtract(decimal);
        count--;
      }
    }

    @Override
    public @Nullable Object result() {
      return count == 0
          ? null
          : sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).stripTrailingZeros();
    }
  }
}
