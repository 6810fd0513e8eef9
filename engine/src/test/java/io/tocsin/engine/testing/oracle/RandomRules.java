package io.tocsin.engine.testing.oracle;

import io.tocsin.engine.testing.oracle.Aggregate.Function;
import io.tocsin.engine.testing.oracle.Aggregation.Threshold;
import io.tocsin.engine.testing.oracle.EventPattern.FieldTest;
import io.tocsin.engine.testing.oracle.Link.Join;
import io.tocsin.engine.testing.oracle.WindowRule.Extent;
import java.util.ArrayList;
import java.util.List;

/** Rules of every kind over a schema, with times that fit its streams. */
final class RandomRules {
  private static final List<Comparison> ORDERINGS =
      List.of(
          Comparison.AT_LEAST,
          Comparison.GREATER,
          Comparison.LESS,
          Comparison.AT_MOST,
          Comparison.EQUAL);

  private static final List<TimeBound.Relation> NEAR =
      List.of(
          TimeBound.Relation.COINCIDES,
          TimeBound.Relation.MEETS,
          TimeBound.Relation.MET_BY,
          TimeBound.Relation.STARTS,
          TimeBound.Relation.STARTED_BY,
          TimeBound.Relation.FINISHES,
          TimeBound.Relation.FINISHED_BY);

  private final Dice dice;
  private final Schema schema;
  private final long unit;
  private final List<String> types;

  /**
   * @param types of the events that the rules are about
   */
  RandomRules(Dice dice, Schema schema, long unit, List<String> types) {
    this.dice = dice;
    this.schema = schema;
    this.unit = unit;
    this.types = types;
  }

  OracleRule rule(String name) {
    return switch (dice.between(0, 17)) {
      case 0, 1, 2 -> window(name, false);
      case 3 -> window(name, true);
      case 4, 5 -> new SequenceRule(name, combinations(dice.pick(1, 1, 2)));
      case 6, 7, 8 -> absence(name);
      case 9, 10 -> triggered(name);
      case 11 -> exists(name);
      case 12 -> or(name);
      case 13 -> forall(name);
      case 14 -> each(name);
      case 15, 16 -> new RandomGroups(dice, this).rule(name);
      default -> table(name);
    };
  }

  /** A rule with a key whose alerts of one time have an order. */
  EmittingRule emitting(String name, String type) {
    int source = schema.sourceOf(type);
    if (dice.chance(0.3)) {
      Combinations single = new Combinations(pattern(), List.of());
      return new EmittingRule(new SequenceRule(name, single), type, source, "s0");
    }
    if (dice.chance(0.5)) {
      Combinations single = new Combinations(pattern(), List.of());
      Link absent = new Link(pattern(), Join.BY_FIELD, absent(single).bounds());
      return new EmittingRule(new AbsenceRule(name, single, List.of(absent)), type, source, "s0");
    }
    Aggregation counted =
        new Aggregation(
            List.of(new Aggregate(Function.COUNT, false)),
            List.of(new Threshold(Function.COUNT, dice.pick(ORDERINGS), dice.between(0, 4))));
    Extent extent = new Extent.Time(unit * dice.between(1, 10));
    return new EmittingRule(
        new WindowRule(name, pattern(), true, extent, counted, false), type, source, "count");
  }

  private WindowRule window(String name, boolean episode) {
    EventPattern source = pattern();
    Extent extent =
        dice.chance(0.65)
            ? new Extent.Time(unit * dice.between(1, 15))
            : new Extent.Length(dice.between(1, 6));
    return new WindowRule(name, source, dice.chance(0.75), extent, aggregation(source), episode);
  }

  private AbsenceRule absence(String name) {
    Combinations events = combinations(dice.pick(0, 0, 0, 1));
    List<Link> absent = new ArrayList<>(List.of(absent(events)));
    if (dice.chance(0.25)) {
      absent.add(absent(events));
    }
    return new AbsenceRule(name, events, absent);
  }

  private Link absent(Combinations events) {
    int last = events.then().size();
    List<TimeBound> bounds = new ArrayList<>();
    if (last > 0 && dice.chance(0.5)) {
      bounds.add(TimeBound.after(0, unit * dice.between(5, 20), 0));
      bounds.add(bound(1));
    } else {
      bounds.add(bound(dice.between(0, last)));
    }
    return new Link(pattern(), join(), bounds);
  }

  private ExistsRule exists(String name) {
    Combinations events = combinations(dice.pick(0, 0, 1));
    TimeBound bound = bound(dice.between(0, events.then().size()));
    return new ExistsRule(name, events, new Link(pattern(), join(), List.of(bound)));
  }

  /** Both begin with types of the same key, because they bind the same variable. */
  private OrRule or(String name) {
    Combinations one = combinations(dice.pick(0, 0, 1));
    String keyType = schema.type(one.first().type()).keyType();
    Combinations other = combinations(dice.pick(0, 0, 1));
    while (!schema.type(other.first().type()).keyType().equals(keyType)) {
      other = combinations(dice.pick(0, 0, 1));
    }
    return new OrRule(name, List.of(one, other));
  }

  private ForallRule forall(String name) {
    EventPattern all = pattern();
    while (all.tests().isEmpty()) {
      all = pattern();
    }
    return new ForallRule(name, pattern(), all, schema.type(all.type()).kept());
  }

  private EachRule each(String name) {
    Combinations events = combinations(dice.pick(0, 0, 1));
    Link each = absent(events);
    EventPattern all = pattern();
    while (all.tests().isEmpty() || !all.type().equals(each.pattern().type())) {
      all = pattern();
    }
    return new EachRule(name, events, each, all);
  }

  private TableRule table(String name) {
    Combinations events = combinations(dice.pick(0, 0, 1));
    return new TableRule(
        name,
        events,
        dice.chance(0.3) ? List.of(absent(events)) : List.of(),
        dice.pick(TableRule.Presence.values()),
        dice.pick(ORDERINGS),
        dice.between(0, 5));
  }

  private TriggeredRule triggered(String name) {
    EventPattern source = pattern();
    if (dice.chance(0.3)) {
      Link link = new Link(source, join(), List.of());
      long window = unit * dice.between(1, 15);
      return new TriggeredRule(name, pattern(), link, window, aggregation(source));
    }
    TimeBound bound = TimeBound.before(unit * dice.pick(0, 0, 1), unit * dice.between(2, 15), 0);
    Link link = new Link(source, join(), List.of(bound));
    return new TriggeredRule(name, pattern(), link, null, aggregation(source));
  }

  /** The first pattern and some more, each tied to one before it. */
  Combinations combinations(int more) {
    EventPattern first = pattern();
    List<Link> then = new ArrayList<>();
    Join join = join();
    for (int step = 0; step < more; step++) {
      List<TimeBound> bounds = new ArrayList<>(List.of(bound(dice.between(0, step))));
      if (dice.chance(0.2)) {
        bounds.add(bound(dice.between(0, step)));
      }
      then.add(new Link(pattern(), join, bounds));
    }
    return new Combinations(first, then);
  }

  Join join() {
    return dice.chance(0.1) ? Join.NONE : dice.pick(Join.BY_VARIABLE, Join.BY_FIELD);
  }

  TimeBound bound(int step) {
    if (dice.chance(0.2)) {
      return new TimeBound(dice.pick(NEAR), 0, unit * dice.pick(0, 1, 3, 6), step);
    }
    int from = dice.pick(0, 0, 0, 1, 2, 4);
    int to = from + dice.between(0, 8);
    return dice.chance(0.7)
        ? TimeBound.after(unit * from, unit * to, step)
        : TimeBound.before(unit * from, unit * to, step);
  }

  EventPattern pattern() {
    List<FieldTest> tests = new ArrayList<>();
    if (dice.chance(0.4)) {
      tests.add(
          new FieldTest(
              "kind", dice.pick(Comparison.EQUAL, Comparison.DIFFERENT), dice.pick("x", "y")));
    }
    if (dice.chance(0.2)) {
      tests.add(
          new FieldTest(
              "value", dice.pick(Comparison.GREATER, Comparison.AT_MOST), dice.between(0, 5)));
    }
    return new EventPattern(dice.pick(types), tests);
  }

  Aggregation aggregation(EventPattern source) {
    boolean fractional = schema.type(source.type()).fractional();
    List<Aggregate> aggregates = new ArrayList<>();
    for (Function function : Function.values()) {
      if (dice.chance(function == Function.COUNT ? 0.7 : 0.3)) {
        aggregates.add(new Aggregate(function, fractional));
      }
    }
    if (aggregates.stream().allMatch(Aggregate::isCollection)) {
      aggregates.add(new Aggregate(Function.COUNT, fractional));
    }
    List<Threshold> thresholds = new ArrayList<>(List.of(threshold(aggregates)));
    if (dice.chance(0.4)) {
      thresholds.add(threshold(aggregates));
    }
    return new Aggregation(aggregates, thresholds);
  }

  private Threshold threshold(List<Aggregate> aggregates) {
    Function function =
        dice.pick(aggregates.stream().filter(one -> !one.isCollection()).toList()).function();
    int literal = function == Function.COUNT ? dice.between(0, 4) : dice.between(-2, 12);
    return new Threshold(function, dice.pick(ORDERINGS), literal);
  }
}
