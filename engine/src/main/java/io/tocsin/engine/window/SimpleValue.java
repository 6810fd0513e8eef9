package io.tocsin.engine.window;

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

  static boolean isScalar(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }
}
