package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.List;

/** Rules about several events together, and about what rules make. */
final class RandomGroups {
  private final Dice dice;
  private final RandomRules rules;

  RandomGroups(Dice dice, RandomRules rules) {
    this.dice = dice;
    this.rules = rules;
  }

  OracleRule rule(String name) {
    if (dice.chance(0.3)) {
      MemberGroup group = group(1);
      EventPattern first = group.members().get(0).pattern();
      return new GroupedTriggeredRule(name, rules.pattern(), group, rules.aggregation(first));
    }
    Combinations events = rules.combinations(dice.pick(0, 0, 0, 1));
    return new GroupRule(name, events, group(1 + events.then().size()), dice.chance(0.4));
  }

  /** A rule whose parts share what they insert. */
  OracleRule making(String name, Schema schema, long unit) {
    EventPattern first = rules.pattern();
    String keyType = schema.type(first.type()).keyType();
    if (dice.chance(0.5)) {
      return new FactRule(
          name,
          keyType,
          first,
          sameKey(keyType, schema),
          sameKey(keyType, schema),
          dice.chance(0.5) ? unit * dice.between(1, 20) : null,
          dice.chance(0.7));
    }
    Combinations alone = new Combinations(first, List.of());
    List<Link> absent =
        dice.chance(0.5)
            ? List.of()
            : List.of(new Link(rules.pattern(), Link.Join.BY_FIELD, List.of(rules.bound(0))));
    return new InsertRule(
        name,
        keyType,
        alone.first(),
        absent,
        sameKey(keyType, schema),
        unit * dice.between(0, 20),
        dice.pick(Comparison.AT_LEAST, Comparison.LESS, Comparison.EQUAL),
        dice.between(0, 3));
  }

  /** Because a null has no place in a primitive key. */
  private EventPattern sameKey(String keyType, Schema schema) {
    EventPattern pattern = rules.pattern();
    while (!schema.type(pattern.type()).keyType().equals(keyType)) {
      pattern = rules.pattern();
    }
    return pattern;
  }

  /** Each member is tied to some pattern before it, perhaps to a second one too. */
  private MemberGroup group(int before) {
    List<Link> members = new ArrayList<>();
    int count = dice.pick(1, 2, 2, 2, 3);
    Link.Join join = rules.join();
    for (int i = 0; i < count; i++) {
      List<TimeBound> bounds =
          new ArrayList<>(List.of(rules.bound(dice.between(0, before + i - 1))));
      if (dice.chance(0.25)) {
        bounds.add(rules.bound(dice.between(0, before + i - 1)));
      }
      members.add(new Link(rules.pattern(), join, bounds));
    }
    return new MemberGroup(members);
  }
}
