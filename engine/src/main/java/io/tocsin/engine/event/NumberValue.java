package io.tocsin.engine.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The value of a number, apart from the class and the digits that it is written with: two numbers
 * are equal for a rule, and one as keys, exactly where their values are.
 *
 * <p>Each number becomes the first of these that has its value: a long, a double, a decimal without
 * zeros at its end. 3, 3.0 and 3.00 are the long 3; 2.5 and 2.50 are the double 2.5; 0.0 and -0.0
 * are the long 0. A double that is no whole number has the value that it is written with, so that
 * 0.1 is the decimal 0.1; a float is the double that it widens to. NaN has a value of its own and
 * equals itself.
 */
public final class NumberValue {
  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger SHORTEST = BigInteger.valueOf(Long.MIN_VALUE);

  private NumberValue() {}

  /**
   * The value of a number.
   *
   * @return a Long, a Double or a BigDecimal: equal objects for equal values, others for others. A
   *     number of a class that the engine does not know is its own value.
   */
  public static Number of(Number number) {
    if (number instanceof Long) {
      return number;
    }
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return number.longValue();
    }
    if (number instanceof Double || number instanceof Float) {
      double real = number.doubleValue();
      long whole = (long) real;
      // The cast of a double beyond a long stops at Long.MAX_VALUE, which as a double equals 2^63.
      return whole == real && whole != Long.MAX_VALUE ? (Number) whole : (Number) real;
    }
    if (number instanceof BigInteger whole) {
      return of(new BigDecimal(whole));
    }
    return number instanceof BigDecimal decimal ? of(decimal) : number;
  }

  private static Number of(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    if (stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 19) {
      BigInteger integer = stripped.toBigIntegerExact();
      if (integer.compareTo(SHORTEST) >= 0 && integer.compareTo(LONGEST) <= 0) {
        return integer.longValue();
      }
    }
    double real = stripped.doubleValue();
    boolean same = Double.isFinite(real) && exact(real).compareTo(stripped) == 0;
    return same ? (Number) real : (Number) stripped;
  }

  /** The value of a number as a decimal; empty for NaN and what is infinite. */
  public static Optional<BigDecimal> decimal(Number number) {
    Number value = of(number);
    if (value instanceof Double real) {
      return Double.isFinite(real) ? Optional.of(exact(real)) : Optional.empty();
    }
    return Optional.of(
        value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(value.longValue()));
  }

  /** Beyond the longs, a double that is a whole number is that number; others are as written. */
  private static BigDecimal exact(double real) {
    return real == Math.rint(real) ? new BigDecimal(real) : BigDecimal.valueOf(real);
  }

  /** Whether two numbers have the same value. */
  public static boolean areEqual(Number a, Number b) {
    if (a.equals(b)) {
      return true;
    }
    boolean integers = a instanceof Long || a instanceof Integer;
    return !(integers && a.getClass() == b.getClass()) && of(a).equals(of(b));
  }
}
