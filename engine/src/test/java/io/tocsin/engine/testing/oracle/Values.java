package io.tocsin.engine.testing.oracle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When two values are the same: numbers by their exact value, null only with null, all else by
 * equality.
 */
public final class Values {
  private Values() {}

  public static boolean same(@Nullable Object left, @Nullable Object right) {
    return text(left).equals(text(right));
  }

  /** A canonical text; different for different values. */
  public static String text(@Nullable Object value) {
    if (value instanceof String string) {
      return '"' + string + '"';
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Values::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Number number ? exactText(number) : String.valueOf(value);
  }

  /** The number without rounding. */
  public static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof Double || number instanceof Float
        ? new BigDecimal(number.doubleValue())
        : BigDecimal.valueOf(number.longValue());
  }

  private static String exactText(Number number) {
    double approximate = number.doubleValue();
    if (Double.isNaN(approximate) || Double.isInfinite(approximate)) {
      return Double.toString(approximate);
    }
    BigDecimal exact = exact(number);
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
  }
}
