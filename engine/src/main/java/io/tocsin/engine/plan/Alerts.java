package io.tocsin.engine.plan;

import org.jspecify.annotations.Nullable;

/** The global {@code alerts} of every rule. */
public interface Alerts {
  /**
   * Raises an alert for a moment.
   *
   * @param key what the alert is about: a String, a number, a boolean or null
   * @param namesAndValues name, value, name, value, ...
   * @throws IllegalArgumentException where a name is no String or the last value is missing
   */
  void raise(@Nullable Object key, @Nullable Object... namesAndValues);

  /**
   * Opens an episode that lasts as long as the match holds, or keeps it open.
   *
   * @param key what the alert is about: a String, a number, a boolean or null
   * @param namesAndValues name, value, name, value, ...
   * @throws IllegalArgumentException where a name is no String or the last value is missing
   */
  void open(@Nullable Object key, @Nullable Object... namesAndValues);
}
