package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.List;

/** Rules about several events together. */
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
