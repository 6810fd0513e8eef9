package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes cases from seeds. Most rules of a case alert on its stream, and none floods. */
public final class RandomCases {
  private static final int ATTEMPTS = 40;

  /**
   * How long events are kept that last: their relations do not bound it, and no stream is longer.
   */
  private static final long LONG = 90 * 86_400_000L;

  private static final int FLOOD = 400;
  private static final int MAKING_OF = 10;
  private static final int DERIVED_OF = 10;

  private RandomCases() {}

  /**
   * @param seed the same seed makes the same case
   * @param rules how many rules the pack has
   */
  public static OracleCase of(long seed, int rules) {
    Dice dice = new Dice(seed);
    long unit = dice.pick(1L, 100L, 1000L, 1000L);
    Schema schema = schema(dice, unit, dice.chance(0.5));
    List<Entry> stream = new RandomStream(dice, schema, unit).entries();
    Story story = Arrivals.of(schema, stream).story();
    RandomRules random = new RandomRules(dice, schema, unit, List.of("A", "B", "C"));
    List<OracleRule> chosen = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      chosen.add(alerting(random, "R" + i, story));
    }
    return new OracleCase(seed, unit, schema, chosen, stream);
  }

  /**
   * One of a series: most as they are, some with derived events.
   *
   * @param number its place in the series
   */
  public static OracleCase any(long seed, long number, int rules) {
    long own = seed * 1_000_000 + number;
    if (number % MAKING_OF == 1) {
      return making(own, rules);
    }
    return number % DERIVED_OF == 0 ? derived(own, rules) : of(own, rules);
  }

  /** The same, with a rule that derives events and rules of another key that are about them. */
  public static OracleCase derived(long seed, int rules) {
    Dice dice = new Dice(seed);
    long unit = dice.pick(1L, 100L, 1000L, 1000L);
    Schema schema = withDerived(dice, schema(dice, unit, dice.chance(0.5)), unit);
    List<Entry> stream = new RandomStream(dice, schema, unit).entries();
    RandomRules producers = new RandomRules(dice, schema, unit, List.of("A", "B"));
    RandomRules consumers = new RandomRules(dice, schema, unit, List.of("D", "D", "C"));
    EmittingRule producer = producers.emitting("R0", "D");
    OracleCase one = new OracleCase(seed, unit, schema, List.of(producer), stream);
    for (int i = 1; i < ATTEMPTS && one.derived().size() < 3; i++) {
      producer = producers.emitting("R0", "D");
      one = new OracleCase(seed, unit, schema, List.of(producer), stream);
    }
    List<OracleRule> chosen = new ArrayList<>(List.of(producer));
    for (int i = 1; i < rules; i++) {
      chosen.add(alerting(consumers, "R" + i, one.story()));
    }
    return new OracleCase(seed, unit, schema, chosen, stream);
  }

  /** Cases of rules that insert events, or insert and delete facts. */
  public static OracleCase making(long seed, int rules) {
    Dice dice = new Dice(seed);
    long unit = dice.pick(1L, 100L, 1000L, 1000L);
    // Because the oracle knows deadlines of points only.
    Schema schema = schema(dice, unit, false);
    List<Entry> stream = new RandomStream(dice, schema, unit).entries();
    Story story = Arrivals.of(schema, stream).story();
    RandomRules random = new RandomRules(dice, schema, unit, List.of("A", "B", "C"));
    RandomGroups groups = new RandomGroups(dice, random);
    List<OracleRule> chosen = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      String name = "R" + i;
      chosen.add(alerting(() -> groups.making(name, schema, unit), ATTEMPTS, story));
    }
    return new OracleCase(seed, unit, schema, chosen, stream);
  }

  private static Schema withDerived(Dice dice, Schema schema, long unit) {
    List<Schema.TypeDeclaration> types = new ArrayList<>(schema.types());
    String keyType = types.get(0).keyType().equals("String") ? "String" : "Long";
    types.add(new Schema.TypeDeclaration("D", keyType, "long", kept(dice, schema, unit), false));
    List<Schema.SourceDeclaration> sources = new ArrayList<>(schema.sources());
    sources.add(
        dice.between(0, sources.size()),
        new Schema.SourceDeclaration(EmittingRule.TOPIC, "D", 0, 0));
    return new Schema(types, sources, schema.rowKeyType());
  }

  /** Whatever is rare is tried as often as it takes, so that it does not give way to the rest. */
  private static OracleRule alerting(RandomRules random, String name, Story story) {
    RandomRules.Choice choice = random.choice();
    int attempts = random.mayBeSilent() ? 1 : ATTEMPTS;
    return alerting(() -> random.rule(name, choice), attempts, story);
  }

  private static OracleRule alerting(Supplier<OracleRule> random, int attempts, Story story) {
    OracleRule rule = random.get();
    for (int attempt = 1; attempt < attempts; attempt++) {
      int alerts = rule.alerts(story).size();
      if (alerts > 0 && alerts <= FLOOD) {
        return rule;
      }
      rule = random.get();
    }
    return rule;
  }

  private static long kept(Dice dice, Schema schema, long unit) {
    boolean lasting = schema.types().stream().anyMatch(Schema.TypeDeclaration::lasting);
    return lasting ? LONG : unit * dice.between(3, 20);
  }

  private static Schema schema(Dice dice, long unit, boolean lasting) {
    boolean text = dice.chance(0.5);
    String common = dice.pick("int", "long", "Integer", "Long");
    boolean mixed = dice.chance(0.3);
    List<Schema.TypeDeclaration> types = new ArrayList<>();
    for (String name : List.of("A", "B", "C")) {
      String keyType =
          text ? "String" : mixed ? dice.pick("int", "long", "Integer", "Long") : common;
      types.add(
          new Schema.TypeDeclaration(
              name,
              keyType,
              dice.pick("double", "double", "Double", "int", "long"),
              lasting ? LONG : unit * dice.between(3, 20),
              lasting && dice.chance(0.8)));
    }
    List<Schema.SourceDeclaration> sources = new ArrayList<>();
    if (dice.chance(0.25)) {
      sources.add(source(dice, "all", null, unit));
    } else {
      types.forEach(type -> sources.add(source(dice, "topic-" + type.name(), type.name(), unit)));
    }
    return new Schema(types, sources, types.get(dice.between(0, 2)).keyType());
  }

  private static Schema.SourceDeclaration source(
      Dice dice, String topic, @org.jspecify.annotations.Nullable String type, long unit) {
    long lateness = unit * dice.pick(0, 1, 3, 10);
    return new Schema.SourceDeclaration(topic, type, lateness, dice.pick(1, 1, 2, 3));
  }
}
