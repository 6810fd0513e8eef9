package io.tocsin.engine.analysis;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one rule needs from routing.
 *
 * @param rule the rule's name
 * @param uses the types of its patterns
 * @param fields for each type that the rule uses or makes, the fields whose values make up its key;
 *     the lists have one length and are empty where the rule has no key
 * @param stateless whether the rule looks at one event alone, so that any shard may evaluate it
 * @param emits the literal topics of its {@code out.emit} calls
 * @param inserts the event types of which its consequence makes objects
 * @param facts the own facts that it looks at or makes
 * @param makes the types, events or own facts, of which its consequence makes objects
 * @param deletes the own facts that its consequence deletes
 * @param choices what its key may consist of: each has one field for each type, and all events and
 *     facts of a match agree on it
 * @param tables for each table at which it looks, by its type, the fields of events whose value the
 *     key of every row that it can use equals; empty where it can use any row
 */
public record RuleKey(
    String rule,
    Set<String> uses,
    Map<String, List<String>> fields,
    boolean stateless,
    Set<String> emits,
    Set<String> inserts,
    Set<String> facts,
    Set<String> makes,
    Set<String> deletes,
    List<Map<String, String>> choices,
    Map<String, Set<EventField>> tables) {
  /**
   * A field of an event.
   *
   * @param type the name of the event's type
   * @param field the field's name
   */
  public record EventField(String type, String field) {}

  public boolean isKeyless() {
    return fields.values().stream().allMatch(List::isEmpty);
  }

  /** The same rule with another key. */
  public RuleKey withFields(Map<String, List<String>> other) {
    return new RuleKey(
        rule, uses, other, stateless, emits, inserts, facts, makes, deletes, choices, tables);
  }
}
