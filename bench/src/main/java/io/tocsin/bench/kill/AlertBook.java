package io.tocsin.bench.kill;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The alerts that one reader has seen. Safe for several threads. */
final class AlertBook {
  private final Map<String, Long> bodies = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<Integer, Long> lastAt = new HashMap<>();
  private long count;
  private long repeated;

  /** An alert as it lies in a partition of the topic. */
  synchronized void add(int partition, byte[] body) {
    Alert alert = AlertJson.read(body);
    count++;
    if (bodies.put(alert.id() + "/" + alert.revision(), hash(body)) != null) {
      repeated++;
    }
    lines.merge(line(alert), 1, Integer::sum);
    lastAt.merge(partition, alert.at(), Math::max);
  }

  static String line(Alert alert) {
    StringJoiner fields = new StringJoiner(", ");
    alert.fields().forEach((name, value) -> fields.add(name + "=" + text(value)));
    return Truth.line(
        alert.rule(),
        String.valueOf(alert.key()),
        alert.status().label(),
        alert.at(),
        fields.toString());
  }

  /** Whole numbers alike, whatever their kind. */
  private static String text(@Nullable Object value) {
    return value instanceof Number number && number.doubleValue() == number.longValue()
        ? Long.toString(number.longValue())
        : String.valueOf(value);
  }

  private static long hash(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return crc.getValue() << 32 | body.length;
  }

  synchronized long count() {
    return count;
  }

  /** How many alerts had an id and revision that had been there before. */
  synchronized long repeated() {
    return repeated;
  }

  /** The latest time of an alert in each partition of the topic, epoch milliseconds. */
  synchronized Map<Integer, Long> lastAt() {
    return Map.copyOf(lastAt);
  }

  /** How often each alert is there, as texts of {@link Truth#line}. */
  synchronized Map<String, Integer> lines() {
    return Map.copyOf(lines);
  }

  /** Id and revision of each alert, with a checksum of all its bytes. */
  synchronized Map<String, Long> bodies() {
    return Map.copyOf(bodies);
  }
}
