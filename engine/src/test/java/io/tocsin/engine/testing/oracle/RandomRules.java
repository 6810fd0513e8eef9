package io.tocsin.engine.testing.oracle;

import io.tocsin.engine.testing.oracle.Aggregate.Function;
import io.tocsin.engine.testing.oracle.Aggregation.Threshold;
import io.tocsin.engine.testing.oracle.EventPattern.FieldTest;
import io.tocsin.engine.testing.oracle.Link.Join;
import io.tocsin.engine.testing.oracle.TableRule.Further;
import io.tocsin.engine.testing.oracle.TableRule.Presence;
import io.tocsin.engine.testing.oracle.TimeBound.Relation;
import io.tocsin.engine.testing.oracle.WindowRule.Extent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules of every kind over a schema, with times that fit its streams. */
final class RandomRules {
  private static final List<Comparison> ORDERINGS =
      List.of(
          Comparison.AT_LEAST,
          Comparison.GREATER,
          Comparison.LESS,
          Comparison.AT_MOST,
          Comparison.EQUAL);

  private static final int KINDS = 27;

  private final Dice dice;
  private final Schema schema;
  private final long unit;
  private final List<String> types;
  private @Nullable Relation relation;

  /**
   * What a rule is about: its kind, and the temporal operator of its first bound in time.
   *
   * @param kind from 0, below {@link #KINDS}
   */
  record Choice(int kind, Relation relation) {}

  /**
   * @param types of the events that the rules are about
   */
  RandomRules(Dice dice, Schema schema, long unit, List<String> types) {
    this.dice = dice;
    this.schema = schema;
    this.unit = unit;
    this.types = types;
  }

  Choice choice() {
    return new Choice(dice.between(0, KINDS - 1), dice.pick(relations()));
  }

  private List<Relation> relations() {
    boolean lasting = types.stream().anyMatch(type -> schema.type(type).lasting());
    List<Relation> relations = new ArrayList<>();
    for (Relation any : Relation.values()) {
      if (any.joinsPoints()) {
        relations.add(any);
      } else if (lasting) {
        // Because packs of points have none of them, and they are seldom true.
        int times = any == Relation.OVERLAPS || any == Relation.OVERLAPPED_BY ? 4 : 3;
        relations.addAll(Collections.nCopies(times, any));
      }
    }
    return relations;
  }

  /** Because what never alerts must not alert either, some rules need not. */
  boolean mayBeSilent() {
    return dice.chance(0.1);
  }

  OracleRule rule(String name, Choice choice) {
    relation = choice.relation();
    return switch (choice.kind()) {
      case 0, 1, 2 -> window(name, false);
      case 3 -> window(name, true);
      case 4, 5 -> new SequenceRule(name, combinations(dice.pick(1, 1, 2)));
      case 6, 7, 8 -> absence(name);
      case 9, 10 -> triggered(name);
      case 11 -> exists(name);
      case 12 -> or(name);
      case 13 -> forall(name);
      case 14 -> each(name);
      case 15 -> table(name);
      case 16, 17 -> group(name);
      case 18 -> new CooledRule(moment(name), span());
      case 19, 20 -> new SequenceRule(name, combinations(1));
      case 21 -> new EpisodeOfMatches(match(name), span(), dice.chance(0.5) ? span() : 0);
      default -> lasting(name);
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

  /** Only of points in time, because the oracle's deadlines of groups are. */
  private OracleRule group(String name) {
    boolean lasting = types.stream().anyMatch(type -> schema.type(type).lasting());
    return lasting ? window(name, false) : new RandomGroups(dice, this).rule(name);
  }

  /** A window with metadata about time. */
  private OracleRule lasting(String name) {
    boolean episode = dice.chance(0.7);
    EventPattern source = pattern();
    Extent extent = extent();
    Aggregation aggregation = aggregation(source);
    WindowRule window =
        new WindowRule(name, source, dice.chance(0.75), extent, aggregation, episode);
    long holdFor = dice.chance(0.4) ? span() : 0;
    long cooldown = dice.chance(0.4) ? span() : 0;
    long keep = episode && dice.chance(0.5) ? span() : 0;
    long update = episode && dice.chance(0.4) ? span() : 0;
    Threshold recover = episode && dice.chance(0.3) ? threshold(aggregation.aggregates()) : null;
    LastingRule.Spans spans = new LastingRule.Spans(holdFor, keep, cooldown, update);
    boolean plain = recover == null && holdFor + cooldown + keep + update == 0;
    return plain ? window : new LastingRule(window, spans, recover);
  }

  private OracleRule moment(String name) {
    return switch (dice.between(0, 4)) {
      case 0 -> window(name, false);
      case 1 -> absence(name);
      case 2 -> triggered(name);
      case 3 -> exists(name);
      default -> match(name);
    };
  }

  private OracleRule match(String name) {
    return dice.chance(0.3)
        ? absence(name)
        : new SequenceRule(name, combinations(dice.pick(0, 0, 1)));
  }

  private long span() {
    return unit * dice.between(1, 12);
  }

  private Extent extent() {
    long millis = unit * dice.between(1, 15);
    return switch (dice.between(0, 4)) {
      case 0 -> new Extent.Length(dice.between(1, 6));
      case 1 -> new Extent.Session(unit * dice.between(1, 8));
      case 2 -> new Extent.Hopping(millis, dice.chance(0.4) ? millis : unit * dice.between(1, 8));
      default -> new Extent.Time(millis);
    };
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
    List<Link> absent = dice.chance(0.3) ? List.of(absent(events)) : List.of();
    Presence presence =
        dice.pick(Presence.JOINED, Presence.JOINED, Presence.EXISTS, Presence.MISSING);
    Further further = presence == Presence.JOINED ? dice.pick(Further.values()) : Further.NONE;
    if (further == Further.COUNTED) {
      // Because behind an absence nothing is counted.
      absent = List.of();
    }
    return new TableRule(
        name, events, absent, presence, dice.pick(ORDERINGS), dice.between(0, 5), further);
  }

  private TriggeredRule triggered(String name) {
    EventPattern source = pattern();
    if (dice.chance(0.3)) {
      Link link = new Link(source, join(), List.of());
      long window = unit * dice.between(1, 15);
      return new TriggeredRule(name, pattern(), link, window, aggregation(source));
    }
    TimeBound bound =
        schema.type(source.type()).lasting() && dice.chance(0.5)
            ? bound(0)
            : TimeBound.before(unit * dice.pick(0, 0, 1), unit * dice.between(2, 15), 0);
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
    Relation chosen = relation;
    relation = null;
    if (chosen == null) {
      chosen =
          dice.chance(0.3)
              ? dice.pick(relations())
              : dice.chance(0.7) ? Relation.AFTER : Relation.BEFORE;
    }
    List<Long> parameters = new ArrayList<>();
    long from = dice.pick(0, 0, 0, 1, 2, 4);
    switch (dice.pick(chosen.parameters())) {
      case 0 -> {}
      case 1 -> parameters.add(unit * dice.pick(0, 1, 3, 6));
      default -> {
        parameters.add(unit * from);
        parameters.add(unit * (from + dice.between(0, 8)));
      }
    }
    return new TimeBound(chosen, parameters, step);
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
