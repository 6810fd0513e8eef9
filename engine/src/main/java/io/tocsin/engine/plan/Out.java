package io.tocsin.engine.plan;

import org.jspecify.annotations.Nullable;

/** The global {@code out} of every rule. */
public interface Out {
  /**
   * Emits a derived event to a topic and to the pack's other rules that use its type.
   *
   * @param topic the topic; where a source of the pack has it, the event has that source's type
   * @param key the record's key
   * @param namesAndValues name, value, name, value, ...
   * @throws IllegalArgumentException where a name is no String or the last value is missing
   */
  void emit(String topic, @Nullable Object key, @Nullable Object... namesAndValues);
}
