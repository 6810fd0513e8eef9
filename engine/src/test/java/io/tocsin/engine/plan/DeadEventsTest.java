package io.tocsin.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which events a key group cannot use: by each place where a pattern may stand. */
class DeadEventsTest {
  private static final String YAML =
      """
      name: dead
      version: 1.0.0
      sources:
        - {topic: logs, type: Log, time: at}
        - {topic: marks, type: Mark, time: at}
      """;

  private static final String TYPES =
      """
      package dead.test

      declare Log @role(event) @timestamp(at)
        host : String
        level : String
        size : long
        at : long
      end

      declare Mark @role(event) @timestamp(at)
        host : String
        at : long
      end
      """;

  private static final String RAISE = "\nthen alerts.raise(\"k\"); end\n";

  private static PackPlan compile(String... rules) {
    StringBuilder drl = new StringBuilder(TYPES);
    for (int i = 0; i < rules.length; i++) {
      drl.append("rule \"r").append(i).append("\" when\n").append(rules[i]).append(RAISE);
    }
    return PackCompiler.compile(
        PackLoader.parse(YAML, List.of(new DrlFile("dead.drl", drl.toString()))));
  }

  private static Event log(PackPlan plan, String level, long size) {
    return new Event(
        plan.type("Log"),
        1_000,
        new Object[] {"h", level, size, 1_000L},
        SourcePosition.of(0, 0, 0));
  }

  /** For each key group, in their order, whether it cannot use the event. */
  private static List<Boolean> dead(PackPlan plan, Event event) {
    long dead = new DeadEvents(plan).of(event, -1);
    List<Boolean> answers = new ArrayList<>();
    for (KeyGroup group : plan.keyGroups()) {
      answers.add((dead & (1L << group.index())) != 0);
    }
    assertThat(dead >>> plan.keyGroups().size()).isZero();
    return answers;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          Log( level == "E" )
          Log( level == "E", size > 1 )
          Log( level == "E" || size > 9 )
          Mark( $h : host ) not Log( level == "E", host == $h, this after[0s,1s] $m )
          Mark( $h : host ) exists Log( level == "E", host == $h, this before[0s,1s] $m )
          groupby( Log( level == "E", $h : host ) over window:time(1s); $k : $h; $n : count(1); $n > 1 )
          Mark( $h : host ) accumulate( Log( level == "E", host == $h, this before[0s,1s] $m ); $n : count(1); $n > 1 )
          """)
  void aPatternsOwnConditionsDecideWhereverItStands(String condition) {
    PackPlan plan = compile(condition.replace("Mark(", "$m : Mark("));
    assertThat(dead(plan, log(plan, "I", 5))).containsExactly(true);
    assertThat(dead(plan, log(plan, "E", 5))).containsExactly(false);
    Event mark =
        new Event(plan.type("Mark"), 1_000, new Object[] {"h", 1_000L}, SourcePosition.of(1, 0, 0));
    assertThat(dead(plan, mark)).containsExactly(false);
  }

  @Test
  void oneOfTheAlternativesIsEnough() {
    PackPlan plan = compile("( Log( level == \"E\" ) or Log( level == \"W\" ) )");
    assertThat(dead(plan, log(plan, "I", 5))).containsExactly(true);
    assertThat(dead(plan, log(plan, "W", 5))).containsExactly(false);
  }

  @Test
  void oneRuleOfTheKeyGroupIsEnough() {
    PackPlan filtered = compile("Log( level == \"E\" )", "Log( size > 8 )");
    assertThat(filtered.keyGroups()).hasSize(1);
    assertThat(dead(filtered, log(filtered, "I", 5))).containsExactly(true);
    assertThat(dead(filtered, log(filtered, "I", 9))).containsExactly(false);

    PackPlan open = compile("Log( level == \"E\" )", "Log( $s : size )");
    assertThat(dead(open, log(open, "I", 5))).containsExactly(false);
  }

  @Test
  void eachKeyGroupIsAskedForItself() {
    PackPlan plan =
        compile(
            "groupby( Log( level == \"E\", $h : host ) over window:time(1s); $k : $h; $n : count(1); $n > 1 )",
            "groupby( Log( size > 8, $l : level ) over window:time(1s); $k : $l; $n : count(1); $n > 1 )");
    assertThat(plan.keyGroups()).hasSize(2);
    assertThat(dead(plan, log(plan, "E", 5))).containsExactlyInAnyOrder(false, true);
    assertThat(dead(plan, log(plan, "I", 9))).containsExactlyInAnyOrder(false, true);
    assertThat(dead(plan, log(plan, "E", 9))).containsExactly(false, false);
    assertThat(dead(plan, log(plan, "I", 5))).containsExactly(true, true);
    assertThat(new DeadEvents(plan).of(log(plan, "I", 5), 2)).isEqualTo(2);
  }

  @Test
  void aConditionThatJoinsDecidesNothing() {
    PackPlan plan = compile("$m : Mark( $h : host ) Log( host == $h, this after[0s,1s] $m )");
    assertThat(dead(plan, log(plan, "I", 5))).containsExactly(false);
  }

  @Test
  void aConditionThatFailsIsMetWhereItsFaultIsCounted() {
    PackPlan plan = compile("Log( 10 / size > 3 )");
    assertThat(dead(plan, log(plan, "I", 0))).containsExactly(false);
    assertThat(dead(plan, log(plan, "I", 2))).containsExactly(false);
    assertThat(dead(plan, log(plan, "I", 9))).containsExactly(true);
  }
}
