package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a pack that share a key: one session evaluates one key group on one shard.
 *
 * @param index the group's place in its pack, from 0
 * @param name for people: the key's fields, or {@code (none)} for the group without a key
 * @param keyFields for each event type that some rule of the group uses, the fields that make up
 *     the key, by their place in the type; an empty array everywhere in the group without a key,
 *     which runs on one shard
 * @param rules the names of the rules in it
 * @param level 0 where it uses no events that other key groups derive, else one more than the
 *     highest level of those
 * @param emits the topics to which its rules emit derived events
 * @param tables the tables at which its rules look, by their types; true where every row that its
 *     rules can use for an event has the event's key as its own
 */
public record KeyGroup(
    int index,
    String name,
    Map<EventType, int[]> keyFields,
    List<String> rules,
    int level,
    Set<String> emits,
    Map<EventType, Boolean> tables) {

  /** Whether the group's rules have no key, so that all of them run on one shard. */
  public boolean isKeyless() {
    return keyFields.values().stream().allMatch(fields -> fields.length == 0);
  }

  /** Whether some rule of the group uses events of this type. */
  public boolean uses(EventType type) {
    return keyFields.containsKey(type);
  }

  /** Whether some rule of the group looks at the rows of a table. */
  public boolean looksAt(EventType table) {
    return tables.containsKey(table);
  }

  /**
   * The key's values of an event, in the order of the key.
   *
   * @return an array of the key's length; null where the group does not use the type
   */
  public @Nullable Object @Nullable [] keyOf(Event event) {
    int[] fields = keyFields.get(event.type());
    if (fields == null) {
      return null;
    }
    @Nullable Object[] key = new Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      key[i] = event.value(fields[i]);
    }
    return key;
  }
}
