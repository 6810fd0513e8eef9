package io.tocsin.engine.conformance;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An alert as a line: time, rule where there are several, key, status of an episode, fields. {@code
 * 40s c1 count=5}, {@code 40s "Burst" c1 open count=5}.
 */
final class AlertLine {
  private AlertLine() {}

  /**
   * @param named whether the rule stands in the line
   */
  static String of(Alert alert, boolean named) {
    StringBuilder line = new StringBuilder(StoryTime.format(alert.at() - StoryTime.BEGIN));
    if (named) {
      line.append(" \"").append(alert.rule()).append('"');
    }
    line.append(' ').append(value(alert.key()));
    if (alert.status() != AlertStatus.RAISED) {
      line.append(' ').append(alert.status().label());
    }
    alert
        .fields()
        .forEach((name, value) -> line.append(' ').append(name).append('=').append(value(value)));
    return line.toString();
  }

  /** A line that an author wrote, with its time in the one way of writing times. */
  static String normal(String written) {
    String line = written.strip().replaceAll("\\s+", " ");
    int space = line.indexOf(' ');
    return space < 0 || !Character.isDigit(line.charAt(0))
        ? line
        : StoryTime.format(StoryTime.parse(line.substring(0, space))) + line.substring(space);
  }

  private static String value(@Nullable Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().map(AlertLine::value).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(member -> value(member.getKey()) + ":" + value(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof String text && text.isEmpty()) {
      return "''";
    }
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(value);
  }
}
