package io.tocsin.adapters.testing;

import io.tocsin.engine.alert.Alert;
import java.util.Map;
import java.util.TreeMap;

/** Which alerts are missing or extra, as a multiset of rule, {@code at}, key and one field. */
public final class AlertDifference {
  private final Map<String, Integer> difference = new TreeMap<>();

  public void expect(String rule, Object at, Object key, Object field) {
    count(rule, at, key, field, 1);
  }

  /**
   * @param field the name of the field that counts
   */
  public void found(Alert alert, String field) {
    count(alert.rule(), alert.at(), alert.key(), alert.fields().get(field), -1);
  }

  private void count(String rule, Object at, Object key, Object field, int by) {
    String line = "%s: %s %s %s".formatted(rule, at, key, field);
    if (difference.merge(line, by, Integer::sum) == 0) {
      difference.remove(line);
    }
  }

  /** The lines that are missing (positive) or extra (negative), with how often. */
  public Map<String, Integer> lines() {
    return difference;
  }
}
