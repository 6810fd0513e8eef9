package io.tocsin.engine.plan;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Source;
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

  /** How many levels the key groups have; 1 where none uses what another derives. */
  public int levels() {
    return 1 + keyGroups.stream().mapToInt(KeyGroup::level).max().orElse(0);
  }

  /** The key groups of each level, as bits. */
  public long[] levelMasks() {
    long[] masks = new long[levels()];
    for (KeyGroup group : keyGroups) {
      masks[group.level()] |= 1L << group.index();
    }
    return masks;
  }

  /** Where the rows of a table must be. */
  public TablePlacement placement(EventType table) {
    List<KeyGroup> users = keyGroups.stream().filter(group -> group.looksAt(table)).toList();
    if (users.isEmpty()) {
      return TablePlacement.NOWHERE;
    }
    if (users.stream().allMatch(group -> group.tables().get(table))) {
      return TablePlacement.BY_KEY;
    }
    return users.size() == 1 && users.get(0).isKeyless()
        ? TablePlacement.ONE_SHARD
        : TablePlacement.EVERYWHERE;
  }

  /** The key groups that use events of a type, or look at rows of it, as bits. */
  public long keyGroupsOf(EventType type) {
    long bits = 0;
    for (KeyGroup group : keyGroups) {
      if (group.uses(type) || group.looksAt(type)) {
        bits |= 1L << group.index();
      }
    }
    return bits;
  }

  /** The highest level whose rules emit to a topic; -1 for a topic that comes from outside. */
  public int levelOf(String topic) {
    return keyGroups.stream()
        .filter(group -> group.emits().contains(topic))
        .mapToInt(KeyGroup::level)
        .max()
        .orElse(-1);
  }

  /** Whether a key group of the level uses the events of a source. */
  public boolean isUsed(Source source, int level) {
    return keyGroups.stream()
        .filter(group -> group.level() == level)
        .flatMap(group -> group.keyFields().keySet().stream())
        .anyMatch(type -> type.name().equals(source.type()));
  }

  /** The sources of derived events that key groups of a higher level use. */
  public List<Source> derivedSources() {
    return pack.sources().stream().filter(this::isDerived).toList();
  }

  /** Whether key groups of a higher level use what others emit to this source. */
  public boolean isDerived(Source source) {
    int writer = levelOf(source.topic());
    boolean used = false;
    for (int level = writer + 1; level < levels(); level++) {
      used |= isUsed(source, level);
    }
    return writer >= 0 && used;
  }
}
