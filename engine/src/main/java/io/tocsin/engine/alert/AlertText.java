package io.tocsin.engine.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sentence that {@code pack.yaml} gives a rule's alerts, with {@code @{name}} for a field of
 * the alert, {@code @{key}} for its key and {@code @{rule}} for the rule's name; a field of that
 * name goes first.
 */
public final class AlertText {
  private static final Pattern PLACE = Pattern.compile("@\\{\\s*([\\w$.-]+)\\s*}");

  /** So many texts are kept in their parts; packs have fewer. */
  private static final int MOST_KNOWN = 10_000;

  private static final Map<String, List<Part>> KNOWN = new ConcurrentHashMap<>();

  /** A part of a text as it is written; with a name where it is a place. */
  private record Part(String written, @Nullable String name) {}

  private AlertText() {}

  /**
   * Fills the places of a text. Numbers with a fraction are rounded to three decimals, because a
   * person reads them; a name that the alert does not have stays as it is written.
   *
   * @param text the text with its places
   * @param rule the rule's name
   * @param key the alert's key
   * @param fields the alert's fields
   */
  public static String fill(
      String text, String rule, @Nullable Object key, Map<String, @Nullable Object> fields) {
    List<Part> parts = KNOWN.get(text);
    if (parts == null) {
      parts = parts(text);
      if (KNOWN.size() < MOST_KNOWN) {
        KNOWN.put(text, parts);
      }
    }
    StringBuilder filled = new StringBuilder(text.length() + 32);
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String name = part.name();
      filled.append(name == null ? part.written() : value(part.written(), name, rule, key, fields));
    }
    return filled.toString();
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    int end = 0;
    for (; place.find(); end = place.end()) {
      parts.add(new Part(text.substring(end, place.start()), null));
      parts.add(new Part(place.group(), place.group(1)));
    }
    parts.add(new Part(text.substring(end), null));
    return List.copyOf(parts);
  }

  /** The names that a text wants, in its order: for a check against a rule's fields. */
  public static List<String> names(String text) {
    return PLACE.matcher(text).results().map(place -> place.group(1)).distinct().toList();
  }

  private static String value(
      String place,
      String name,
      String rule,
      @Nullable Object key,
      Map<String, @Nullable Object> fields) {
    if (fields.containsKey(name)) {
      return show(fields.get(name));
    }
    return switch (name) {
      case "key" -> show(key);
      case "rule" -> rule;
      default -> place;
    };
  }

  private static String show(@Nullable Object value) {
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isFinite(number)) {
        return new BigDecimal(value.toString())
            .setScale(3, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString();
      }
    }
    return String.valueOf(value);
  }
}
