package io.tocsin.engine.plan;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Pack;
import java.util.List;

/**
 * A compiled pack: everything that routing and evaluation need. Immutable and thread-safe; sessions
 * are made from it.
 *
 * @param pack what the author wrote
 * @param types all declared types, in the order of their declaration: the index is the type's
 *     number on the wire
 * @param keyGroups the key groups, by index
 * @param rules the rules in evaluation order (salience, then the order of the files)
 * @param facts makes the objects that rules see
 */
public record PackPlan(
    Pack pack,
    List<EventType> types,
    List<KeyGroup> keyGroups,
    List<RulePlan> rules,
    FactFactory facts) {

  /**
   * The declared type of that name.
   *
   * @throws IllegalArgumentException where the pack declares no such type
   */
  public EventType type(String name) {
    for (EventType type : types) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException("The pack declares no type [" + name + "].");
  }
}
