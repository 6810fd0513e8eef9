package io.tocsin.engine.window;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in an alert: texts, numbers, booleans, null, lists and maps of them; all else as
 * its text.
 */
final class SimpleValue {
  private SimpleValue() {}

  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Number number) {
      return of(number);
    }
    if (value == null || isScalar(value)) {
      return value;
    }
    if (value instanceof Collection<?> collection) {
      List<@Nullable Object> list = new ArrayList<>(collection.size());
      collection.forEach(element -> list.add(of(element)));
      return list;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((name, element) -> copy.put(String.valueOf(name), of(element)));
      return copy;
    }
    return String.valueOf(value);
  }

  /** Because a checkpoint keeps these classes of numbers only. */
  private static Object of(Number number) {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Double
        || number instanceof Float
        || number instanceof BigDecimal
        || number instanceof BigInteger) {
      return number;
    }
    String text = String.valueOf(number);
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  static boolean isScalar(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }
}
