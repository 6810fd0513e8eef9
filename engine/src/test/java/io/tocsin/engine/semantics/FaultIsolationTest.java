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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A rule that throws yields nothing for that entry, is counted, and harms no other rule; the same
 * after restarts. Each failing rule runs beside the same healthy ones.
 */
class FaultIsolationTest {
  private static final long BEGIN = 1_700_000_000_000L;
  private static final Map<String, Integer> PARTITIONS = Map.of("readings", 1);
  private static final String YAML =
      """
      name: faults
      version: 1.0.0
      sources:
        - {topic: readings, type: Reading, time: at, lateness: 0s, max-ahead: 1000d}
      """;
  private static final String TYPES =
      """
      package faults
      declare Reading @role(event) @timestamp(at)
        id : String
        value : Integer
        part : int
        at : long
      end
      """;
  private static final String HEALTHY =
      """
      rule "Count" when
        groupby( Reading( $k : id ) over window:time(5s) ; $key : $k ; $n : count(1) ; $n >= 2 )
      then
        alerts.raise($key, "n", $n);
      end
      rule "Silence" when
        $r : Reading( $k : id )
        not Reading( id == $k, this after[1ms,3s] $r )
      then
        alerts.raise($k, "part", $r.getPart());
      end
      """;
  private static final String CONSEQUENCE =
      """
      rule "Failing" when
        Reading( $k : id, $p : part )
      then
        alerts.raise($k, "before", $p);
        alerts.raise($k, "share", 100 / $p);
      end
      """;
  private static final String OPENING =
      """
      rule "Failing" @keepFiringFor(430ms) @update(290ms) when
        Reading( $k : id, $p : part )
      then
        alerts.open($k, "before", $p);
        alerts.open($k, "share", 100 / $p);
      end
      """;
  private static final String CONSTRAINT =
      """
      rule "Failing" when
        groupby( Reading( $k : id, $v : value ) over window:length(2) ;
                 $key : $k ; $min : min($v), $max : max($v) ; 100 / ($max - $min) < 1000 )
      then
        alerts.raise($key, "max", $max);
      end
      """;
  private static final String BINDING =
      """
      rule "Failing" when
        Reading( $k : id, $share : (value / part) )
      then
        alerts.raise($k, "share", $share);
      end
      """;
  private static final String DEADLINE =
      """
      rule "Failing" when
        $r : Reading( $k : id, $p : part )
        not Reading( id == $k, this after[1ms,2s] $r )
      then
        alerts.raise($k, "share", 100 / $p);
      end
      """;
  private static final String ABSENT =
      """
      rule "Failing" when
        $r : Reading( $k : id, $p : part )
        not Reading( id == $k, 100 / part > $p, this after[1ms,2s] $r )
      then
        alerts.raise($k, "part", $p);
      end
      """;

  private static final Map<String, PackPlan> PLANS = new ConcurrentHashMap<>();

  private static String rule(String kind) {
    return switch (kind) {
      case "consequence" -> CONSEQUENCE;
      case "opening" -> OPENING;
      case "constraint" -> CONSTRAINT;
      case "binding" -> BINDING;
      case "deadline" -> DEADLINE;
      default -> ABSENT;
    };
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"consequence", "opening", "constraint", "binding", "deadline", "absent"})
  void aFailureHarmsNoOtherRule(String kind) {
    try (EngineRun alone = run(plan(HEALTHY), inputs());
        EngineRun beside = run(plan(HEALTHY + rule(kind)), inputs())) {
      assertThat(beside.alerts().stream().filter(alert -> !alert.rule().equals("Failing")))
          .containsExactlyElementsOf(alone.alerts());
      Map<String, Long> faults = beside.engine().counters().faults();
      assertThat(faults).containsOnlyKeys("Failing");
      assertThat(beside.outputs().size() - beside.alerts().size())
          .as("each fault is told")
          .isEqualTo(faults.get("Failing").intValue());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"consequence", "opening", "constraint", "binding", "deadline", "absent"})
  void aFailureIsTheSameAfterRestarts(String kind) {
    new RestartHarness(plan(HEALTHY + rule(kind)), BEGIN, PARTITIONS).check(inputs());
  }

  /** What waited for an episode that never was must not move time, since a restart forgets it. */
  @ParameterizedTest(name = "part {0}")
  @CsvSource({"0", "2"})
  void anEpisodeIsTheSameAfterRestartsThoughTimeGoesOn(int part) {
    String record = "{\"id\":\"k\",\"value\":1,\"part\":%d,\"at\":%d}".formatted(part, BEGIN);
    List<Input> inputs =
        List.of(
            Input.Publish.of("readings", record),
            new Input.Advance(BEGIN + 1),
            new Input.Advance(BEGIN + 10_000));
    new RestartHarness(plan(OPENING), BEGIN, PARTITIONS).check(inputs);
  }

  @Test
  void aConsequenceThatThrowsLeavesNoneOfTheEntrysAlerts() {
    assertThat(failing(CONSEQUENCE))
        .as("parts are 0, 1, 2, 3 in turn; part 0 fails after its first alert")
        .hasSize(2 * 30)
        .noneMatch(alert -> Integer.valueOf(0).equals(alert.fields().get("before")));
  }

  @Test
  void aConstraintOverNullsFailsOnlyWhereItMeetsThem() {
    List<Alert> alerts = failing(CONSTRAINT);
    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(alert.fields().get("max")).isNotNull());
  }

  @Test
  void aBindingThatThrowsIsNoMatch() {
    assertThat(failing(BINDING)).as("neither part 0 nor without a value").hasSize(20);
  }

  private static List<Alert> failing(String rule) {
    try (EngineRun run = run(plan(rule), inputs())) {
      return run.alerts();
    }
  }

  private static EngineRun run(PackPlan plan, List<Input> inputs) {
    EngineRun run = new EngineRun(plan, BEGIN, PARTITIONS);
    inputs.forEach(run::take);
    run.finish();
    return run;
  }

  private static PackPlan plan(String rules) {
    return PLANS.computeIfAbsent(rules, FaultIsolationTest::compiled);
  }

  private static PackPlan compiled(String rules) {
    return PackCompiler.compile(
        PackLoader.parse(YAML, List.of(new DrlFile("faults.drl", TYPES + rules))));
  }

  /** Forty readings: every fourth has part 0, every third no value; pauses break the silence. */
  private static List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    long at = BEGIN;
    for (int i = 0; i < 40; i++) {
      at += i % 7 == 0 ? 6000 : i % 5 * 400;
      String value = i % 3 == 0 ? "null" : String.valueOf(i % 11);
      inputs.add(
          Input.Publish.of(
              "readings",
              "{\"id\":\"k%d\",\"value\":%s,\"part\":%d,\"at\":%d}"
                  .formatted(i % 2, value, i % 4, at)));
    }
    return inputs;
  }
}
