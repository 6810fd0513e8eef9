package io.tocsin.engine.router;

import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.event.ValueCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a key, the same for values that rules hold equal and different for all others.
 *
 * <p>The number 42 and the text {@code "42"} differ; null is a key of its own. Numbers are compared
 * by value, because a join may compare a {@code long} field with a {@code double} one: each number
 * becomes the first of these that holds it exactly: a long, a double, a decimal without trailing
 * zeros. All NaN are one key, and so are 0.0 and -0.0.
 */
public final class CanonicalKey {
  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger SHORTEST = BigInteger.valueOf(Long.MIN_VALUE);

  private CanonicalKey() {}

  /** The bytes of a key with these values, in the order of the key. */
  public static byte[] of(@Nullable Object[] values) {
    BytesOut out = new BytesOut(32);
    for (Object value : values) {
      write(value, out);
    }
    return out.toByteArray();
  }

  /** Appends one value of a key. */
  static void write(@Nullable Object value, BytesOut out) {
    try {
      ValueCodec.write(value instanceof Number number ? canonical(number) : value, out);
    } catch (IOException e) {
      throw new TocsinException(ErrorCode.INTERNAL, "A key cannot be written: " + value, e);
    }
  }

  private static Number canonical(Number number) {
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
    return canonical(
        number instanceof BigInteger whole ? new BigDecimal(whole) : (BigDecimal) number);
  }

  private static Number canonical(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    if (stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 19) {
      BigInteger whole = stripped.toBigIntegerExact();
      if (whole.compareTo(SHORTEST) >= 0 && whole.compareTo(LONGEST) <= 0) {
        return whole.longValue();
      }
    }
    double real = stripped.doubleValue();
    boolean exact = Double.isFinite(real) && new BigDecimal(real).compareTo(stripped) == 0;
    return exact ? (Number) real : (Number) stripped;
  }
}
