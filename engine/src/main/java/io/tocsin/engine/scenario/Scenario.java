package io.tocsin.engine.scenario;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scenario as its file has it. Times are milliseconds after the scenario's begin.
 *
 * @param name what it shows
 * @param line where it begins in its file, from 1
 * @param events in the order of their arrival
 * @param advance how far virtual time goes on after the latest event
 * @param expected the alerts that must come
 * @param noOther whether no other alert may come
 */
record Scenario(
    String name,
    int line,
    List<Given> events,
    long advance,
    List<Expected> expected,
    boolean noOther) {

  /**
   * An event that arrives.
   *
   * @param at event time
   * @param type its declared type
   * @param fields the fields of the record, without the time
   * @param topic the source; null for the first one that carries the type
   * @param line where it stands
   */
  record Given(
      long at,
      String type,
      Map<String, @Nullable Object> fields,
      @Nullable String topic,
      int line) {}

  /**
   * An alert that must come.
   *
   * @param at the alert's time; null where it does not matter
   * @param rule the rule's name
   * @param anyKey whether the key does not matter
   * @param key the alert's key
   * @param fields those that matter
   * @param status {@code raised}, {@code open} or {@code resolved}; null where it does not matter
   * @param line where it stands
   */
  record Expected(
      @Nullable Long at,
      String rule,
      boolean anyKey,
      @Nullable Object key,
      Map<String, @Nullable Object> fields,
      @Nullable String status,
      int line) {}

  /** The time of the latest event; 0 where there is none. */
  long latest() {
    return events.stream().mapToLong(Given::at).max().orElse(0);
  }
}
