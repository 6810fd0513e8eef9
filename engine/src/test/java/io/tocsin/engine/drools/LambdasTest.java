package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.Binding;
import io.tocsin.engine.plan.Comparison;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.EventFilter;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Operand;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read back from the bytecode of conditions says what the conditions say. */
class LambdasTest {
  private static final List<String> READ =
      List.of(
          "s == \"x\"",
          "s != \"x\"",
          "\"x\" == s",
          "i > 5",
          "i >= 5",
          "i < -1",
          "i <= 100",
          "i == 5",
          "i != 5",
          "l > 5",
          "l >= 7",
          "l == 4",
          "l < 2.5",
          "l == 2.0",
          "d < 10",
          "d > 2.5",
          "d == 3",
          "d != 0.1",
          "f > 1",
          "f == 0.5",
          "b == true",
          "b != true",
          "b == false",
          "bi > 5",
          "bi == 4",
          "bd <= 3.0",
          "5 < bi",
          "s == t",
          "l > i",
          "d >= l",
          "this.l > 5");

  private static final List<String> NOT_READ =
      List.of(
          "dec > 5",
          "s.length() > 1",
          "l + 1 > 5",
          "l > 1 && d > 2",
          "l > 1 || d > 2",
          "s matches \"x.*\"",
          "s in (\"x\", \"y\")",
          "i * 2 > l");

  private static final String DECLARED =
      """
      package p
      declare A @role(event) @timestamp(at)
        at : long
        s : String
        t : String
        i : int
        l : long
        d : double
        f : float
        b : boolean
        dec : java.math.BigDecimal
        bi : Integer
        bd : Double
      end
      """;

  private static PackPlan plan(String planner, String rules) {
    return PackCompiler.compile(
        PackLoader.parse(
            "name: p\nversion: 1.0.0\nsources: [{topic: a, type: A, time: at}]\n" + planner,
            List.of(new DrlFile("p.drl", DECLARED + rules))));
  }

  private static String rules(List<String> conditions) {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < conditions.size(); i++) {
      rules.append(
          "rule R%d when A( %s ) then alerts.raise(\"k\"); end\n".formatted(i, conditions.get(i)));
    }
    return rules.toString();
  }

  private static PatternPlan pattern(RulePlan rule) {
    return rule.alternatives().get(0).get(0).patterns().get(0);
  }

  @Test
  void comparisonsOfFieldsAndConstantsAreRead() {
    PackPlan plan = plan("", rules(READ));
    for (int i = 0; i < READ.size(); i++) {
      PatternPlan pattern = pattern(plan.rules().get(i));
      assertThat(pattern.filters()).hasSize(1);
      assertThat(pattern.filters().get(0).comparison()).as(READ.get(i)).isNotNull();
      assertThat(EventFilter.of(pattern).isComplete()).as(READ.get(i)).isTrue();
    }
  }

  @Test
  void nothingElseIsRead() {
    PackPlan plan = plan("", rules(NOT_READ));
    for (int i = 0; i < NOT_READ.size(); i++) {
      PatternPlan pattern = pattern(plan.rules().get(i));
      assertThat(pattern.filters().get(0).comparison()).as(NOT_READ.get(i)).isNull();
      assertThat(EventFilter.of(pattern).isComplete()).as(NOT_READ.get(i)).isFalse();
    }
  }

  @Test
  void nothingIsReadWithoutThePlanner() {
    for (RulePlan rule : plan("planner: off\n", rules(READ)).rules()) {
      assertThat(pattern(rule).filters().get(0).comparison()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aComparisonHoldsWhereTheConditionDoes(long seed) {
    PackPlan plan = plan("", rules(READ));
    Random random = new Random(seed);
    int held = 0;
    for (int n = 0; n < 5_000; n++) {
      Event event = event(plan.type("A"), random);
      for (RulePlan rule : plan.rules()) {
        PatternPlan pattern = pattern(rule);
        Row row = new Row(rule.slots());
        row.set(pattern.slot(), plan.facts().toFact(event));
        Condition condition = pattern.filters().get(0);
        boolean compiled = condition.test().holds(row);
        assertThat(comparison(condition).holds(row))
            .as("%s of %s", condition.text(), event)
            .isEqualTo(compiled);
        assertThat(EventFilter.of(pattern).accepts(event)).isEqualTo(compiled);
        held += compiled ? 1 : 0;
      }
    }
    assertThat(held).isGreaterThan(10_000);
  }

  private static Comparison comparison(Condition condition) {
    Comparison comparison = condition.comparison();
    assertThat(comparison).isNotNull();
    return comparison;
  }

  private static Event event(EventType type, Random random) {
    double[] doubles = {
      0, -0.0, 0.1, 2, 2.5, 3, 10, -1e300, Double.NaN, Double.MAX_VALUE, 9.007199254740993E15
    };
    long[] longs = {
      0, 2, 4, 5, 7, -1, Long.MAX_VALUE, Long.MIN_VALUE, 9_007_199_254_740_993L, 3_000_000_000L
    };
    String[] texts = {"x", "y", "", "xx"};
    long at = 1 + random.nextInt(1_000);
    @Nullable Object[] values = {
      at,
      random.nextInt(5) == 0 ? null : texts[random.nextInt(texts.length)],
      random.nextInt(5) == 0 ? null : texts[random.nextInt(texts.length)],
      (int) longs[random.nextInt(longs.length)],
      longs[random.nextInt(longs.length)],
      doubles[random.nextInt(doubles.length)],
      random.nextInt(4) / 2f,
      random.nextBoolean(),
      random.nextBoolean() ? null : new BigDecimal("5.00"),
      random.nextInt(4) == 0 ? null : (Object) (3 + random.nextInt(4)),
      random.nextInt(4) == 0 ? null : (Object) doubles[random.nextInt(doubles.length)],
    };
    return new Event(type, at, values, SourcePosition.of(0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "planner: off\n"})
  void bothZerosAreOneNumberAndNanHasNoOrder(String planner) {
    PackPlan plan = plan(planner, rules(List.of("d >= 0", "d <= 0", "d > 0", "d < 0")));
    assertThat(held(plan, -0.0)).containsExactly(true, true, false, false);
    assertThat(held(plan, 0.0)).containsExactly(true, true, false, false);
    assertThat(held(plan, Double.NaN)).containsExactly(false, false, false, false);
  }

  private static List<Boolean> held(PackPlan plan, double value) {
    EventType type = plan.type("A");
    @Nullable Object[] values = {1L, null, null, 0, 0L, value, 0f, false, null, null, null};
    Event event = new Event(type, 1, values, SourcePosition.of(0, 0, 0));
    List<Boolean> held = new ArrayList<>();
    for (RulePlan rule : plan.rules()) {
      Row row = new Row(rule.slots());
      row.set(pattern(rule).slot(), plan.facts().toFact(event));
      held.add(pattern(rule).filters().get(0).holds(row));
    }
    return held;
  }

  @Test
  void namedFieldsAndPlainKeysAreRead() {
    PackPlan plan =
        plan(
            "",
            """
            rule W when
              groupby( A( $s : s, $d : d, $x : (l * 2), $d > 1 ) over window:time(1m) ;
                $key : $s ; $n : count(1), $sum : sum($d) ; $n >= 5, $sum > 10.5, 3 < $n )
            then alerts.raise($key); end
            """);
    List<Step> steps = plan.rules().get(0).alternatives().get(0);
    Step.Accumulate window = (Step.Accumulate) steps.get(0);
    List<Boolean> fields = new ArrayList<>();
    for (Binding binding : window.source().bindings()) {
      fields.add(binding.expression() instanceof Operand.FieldOf);
    }
    assertThat(fields).containsExactlyInAnyOrder(true, true, false);
    Step.GroupKey key = window.key();
    assertThat(key).isNotNull();
    assertThat(key.expression()).isInstanceOf(Operand.Slot.class);
    assertThat(window.source().filters().get(0).comparison()).isNotNull();
    assertThat(steps.subList(1, steps.size()))
        .isNotEmpty()
        .allSatisfy(
            step ->
                assertThat(((Step.Filter) step).conditions())
                    .allSatisfy(condition -> assertThat(condition.comparison()).isNotNull()));
  }

  @Test
  void joinsAreReadAndApplyToEventsOnly() {
    PackPlan plan =
        plan(
            "",
            """
            rule J when $a : A( $l : l ) A( s == $a.s, l > $l, this after[1s,5s] $a )
            then alerts.raise("k"); end
            """);
    RulePlan rule = plan.rules().get(0);
    PatternPlan second = rule.alternatives().get(0).get(1).patterns().get(0);
    Condition equal =
        second.joins().stream().filter(c -> c.text().contains("==")).findFirst().orElseThrow();
    Random random = new Random(5);
    Row row = new Row(rule.slots());
    row.set(0, plan.facts().toFact(event(plan.type("A"), random)).object());
    row.set(second.slot(), plan.facts().toFact(event(plan.type("A"), random)));
    assertThat(comparison(equal).applies(row)).isFalse();
    assertThat(equal.holds(row)).isEqualTo(equal.test().holds(row));
    Fact both = plan.facts().toFact(event(plan.type("A"), random));
    row.set(0, both);
    row.set(second.slot(), both);
    assertThat(comparison(equal).applies(row)).isTrue();
    assertThat(equal.holds(row)).isTrue();
  }
}
