package io.tocsin.engine.testing.oracle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a rule demands.
 *
 * @param at event time, epoch milliseconds
 * @param rule the rule's name
 * @param key the first argument of the call
 * @param status {@code raised}, {@code open} or {@code resolved}
 * @param fields the name-value pairs of the call
 */
public record OracleAlert(
    long at,
    String rule,
    @Nullable Object key,
    String status,
    Map<String, ? extends @Nullable Object> fields) {

  /**
   * Two alerts are the same if their lines are: 42 is not "42", but the kind of number does not
   * matter.
   */
  public String line() {
    return at + " " + rule + " " + status + " " + Values.text(key) + " " + Values.text(fields);
  }
}
