package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.EngineRun;
import io.tocsin.engine.testing.Input;
import io.tocsin.engine.testing.RestartHarness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rows are looked up by what a rule says that they must equal: few of many are tried, and the
 * alerts are those of the same rule in a form by which every row is tried, in the same order.
 */
class TableLookupTest {
  private static final long CLOCK = 1_000_000_000;
  private static final long START = 60_000_000;
  private static final int MANY = 2_000;
  private static final int STEPS = 400;
  private static final int SEEDS = 60;

  private static final String TYPES =
      """
      package rows
      declare A @role(event) @timestamp(at)
        k : String
        n : int
        l : Long
        d : double
        any : Object
        at : long
      end
      declare T @role(fact)
        id : String
        n : int
        l : Long
        s : String
        d : double
      end
      declare U @role(fact)
        id : long
        name : String
      end
      """;

  private static final List<Case> CASES =
      List.of(
          new Case("by the key", "$t : T( [[id == $k]] )", true),
          new Case("by the key, the other way round", "$t : T( [[$k == id]] )", true),
          new Case("by the key, from the event's field", "$t : T( [[id == $a.k]] )", true),
          new Case("by another field", "$t : T( [[s == $k]] )", true),
          new Case("by a whole number", "$t : T( [[n == $n]] )", true),
          new Case("by a whole number of another size", "$t : T( [[n == $l]] )", true),
          new Case("by a whole number that may be null", "$t : T( [[l == $l]] )", true),
          new Case("by a null key", "$t : T( [[l == $a.l]], [[s == $k]] )", true),
          new Case("by a fraction", "$t : T( [[d == $d]] )", false),
          new Case("by a fraction that must be whole", "$t : T( [[n == $d]] )", false),
          new Case("by anything", "$t : T( [[n == $any]] )", false),
          new Case("by one of two", "$t : T( id == $k || s == $k )", false),
          new Case("by an order", "$t : T( n < $n )", false),
          new Case("what else is asked counts too", "$t : T( [[s == $k]], n > $n )", true),
          new Case(
              "a row of another row", "T( [[id == $k]], $m : n ) $t : U( [[id == $m]] )", true),
          new Case(
              "rows that are like a row", "T( [[id == $k]], $m : n ) $t : T( [[n == $m]] )", true),
          new Case("exists", "exists T( [[s == $k]], n > $n ) $t : T( [[id == $k]] )", true),
          new Case("not", "not T( [[s == $k]], n > $n ) $t : U( [[id == $n]] )", true),
          new Case("not a pair", "not( T( [[s == $k]], $m : n ) and U( [[id == $m]] ) )", true),
          new Case(
              "exists a pair", "exists( T( [[s == $k]], $m : n ) and U( [[id == $m]] ) )", true),
          new Case(
              "accumulate",
              "accumulate( T( [[s == $k]], $i : id ); $t : collectList($i); $t != null )",
              true),
          new Case(
              "accumulate pairs",
              "accumulate( T( [[s == $k]], $m : n ) and U( [[id == $m]], $i : name );"
                  + " $t : collectList($i); $t != null )",
              true));

  private static PackPlan looked;
  private static PackPlan tried;
  private static PackPlan bounded;

  @BeforeAll
  static void compile() {
    looked = plan(Case::looked, 1_000_000);
    tried = plan(Case::tried, 1_000_000);
    bounded = plan(Case::looked, STEPS);
  }

  @Test
  void triesFewOfManyRows() {
    List<Input> inputs = new ArrayList<>();
    for (int row = 0; row < MANY; row++) {
      inputs.add(row("r" + row, row, (long) row, "s" + row, row));
      inputs.add(new Input.Row("u", "{\"id\":%d,\"name\":\"x\"}".formatted(row)));
    }
    inputs.add(event(1, "r7", 1, 1L, 1.5, "1.5"));
    try (EngineRun run = new EngineRun(bounded, CLOCK, Map.of("a", 1))) {
      inputs.forEach(run::take);
      run.finish();
      List<String> faults = run.outputs().stream().filter(o -> o.contains("steps")).toList();
      for (Case one : CASES) {
        assertThat(faults.stream().noneMatch(fault -> fault.contains("rule=" + one.name + ",")))
            .as("%s: %s", one, faults)
            .isEqualTo(one.few);
      }
    }
  }

  @Test
  void saysTheSameAsWhereEveryRowIsTried() {
    Map<String, Integer> alerts = new HashMap<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<Input> inputs = random(seed);
      Map<String, List<String>> told = told(looked, inputs);
      Map<String, List<String>> expected = told(tried, inputs);
      for (Case one : CASES) {
        assertThat(told.get(one.name))
            .as("seed %d, %s: %s", seed, one, inputs)
            .isEqualTo(expected.get(one.name));
        alerts.merge(one.name, told.getOrDefault(one.name, List.of()).size(), Integer::sum);
      }
      if (seed % 10 == 0) {
        new RestartHarness(looked, CLOCK, Map.of("a", 1)).check(inputs);
      }
    }
    assertThat(alerts.values()).as("alerts of each rule: %s", alerts).allMatch(count -> count > 20);
  }

  private static List<Input> random(long seed) {
    Random random = new Random(seed);
    List<Input> inputs = new ArrayList<>();
    for (int second = 1; second < 80; second++) {
      String key = "" + (char) ('a' + random.nextInt(4));
      int number = random.nextInt(4);
      Long large = random.nextInt(4) == 0 ? null : (Long) (long) random.nextInt(4);
      switch (random.nextInt(6)) {
        case 0, 1 ->
            inputs.add(
                row(key, number, large, "" + (char) ('a' + random.nextInt(4)), number / 2.0));
        case 2 ->
            inputs.add(
                random.nextBoolean()
                    ? new Input.Deletion("t", key)
                    : new Input.Deletion("u", String.valueOf(number)));
        case 3 ->
            inputs.add(new Input.Row("u", "{\"id\":%d,\"name\":\"%s\"}".formatted(number, key)));
        default -> {
          String any = random.nextBoolean() ? "\"" + key + "\"" : String.valueOf(number);
          String name = random.nextInt(6) == 0 ? null : key;
          inputs.add(event(second, name, number, large, number, any));
          inputs.add(new Input.Advance(START + 1_000L * second + 1));
        }
      }
    }
    return inputs;
  }

  private static Input row(String id, int n, @Nullable Long l, String s, double d) {
    return new Input.Row(
        "t",
        "{\"id\":\"%s\",\"n\":%d,\"l\":%s,\"s\":%s,\"d\":%s}"
            .formatted(id, n, l, s.equals("d") ? null : "\"" + s + "\"", d));
  }

  private static Input event(
      int second, @Nullable String k, int n, @Nullable Long l, double d, String any) {
    return Input.Publish.of(
        "a",
        "{\"k\":%s,\"n\":%d,\"l\":%s,\"d\":%s,\"any\":%s,\"at\":%d}"
            .formatted(k == null ? null : "\"" + k + "\"", n, l, d, any, START + 1_000L * second));
  }

  /** The alerts of each rule, in their order. */
  private static Map<String, List<String>> told(PackPlan plan, List<Input> inputs) {
    try (EngineRun run = new EngineRun(plan, CLOCK, Map.of("a", 1))) {
      inputs.forEach(run::take);
      run.finish();
      assertThat(run.problems()).isEmpty();
      return run.alerts().stream()
          .collect(
              Collectors.groupingBy(
                  Alert::rule,
                  Collectors.mapping(
                      alert -> alert.at() + " " + alert.key() + " " + alert.fields(),
                      Collectors.toList())));
    }
  }

  private static PackPlan plan(Function<Case, String> form, int steps) {
    String yaml =
        """
        name: rows
        version: 1.0.0
        sources: [{topic: a, type: A, time: at, lateness: 0s}]
        tables: [{topic: t, type: T, key: id}, {topic: u, type: U, key: id}]
        limits: {steps: %d}
        """
            .formatted(steps);
    String rules = CASES.stream().map(one -> one.rule(form)).collect(Collectors.joining());
    return PackCompiler.compile(
        PackLoader.parse(yaml, List.of(new DrlFile("rows.drl", TYPES + rules))));
  }

  /**
   * What a rule says behind {@code $a : A(...)}.
   *
   * @param condition its equalities stand between double brackets
   * @param few whether rows can be looked up by them
   */
  private record Case(String name, String condition, boolean few) {
    /** As an author writes it. */
    String looked() {
      return condition.replace("[[", "").replace("]]", "");
    }

    /** With equalities by which nothing is looked up. */
    String tried() {
      return condition.replaceAll("\\[\\[(.*?)]]", "($1 || $1)");
    }

    String rule(Function<Case, String> form) {
      String found = condition.contains("$t : collectList") ? "$t" : "$t.getId()";
      return "rule \"%s\" when $a : A( $k : k, $n : n, $l : l, $d : d, $any : any ) %s then alerts.raise($k%s); end\n"
          .formatted(
              name, form.apply(this), condition.contains("$t : ") ? ", \"t\", " + found : "");
    }
  }
}
