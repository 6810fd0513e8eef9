package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.EngineBuilder;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that share a window say what each of them says alone, and leave the same state. */
class SharedWindowTest {
  private static final String DECLARED =
      """
      package p
      declare E @role(event) @timestamp(at)
        at : long
        name : String
        amount : double
      end
      """;

  private static String rule(Random random, int number) {
    String[] operators = {">", ">=", "<", "<="};
    String count = "$n " + operators[random.nextInt(4)] + " " + random.nextInt(7);
    String sum = "$s " + operators[random.nextInt(4)] + " " + random.nextInt(20);
    String condition =
        switch (random.nextInt(4)) {
          case 0 -> count;
          case 1 -> sum;
          case 2 -> count + ", " + sum;
          default -> sum + ", " + count;
        };
    // A few look at another window, or do something that only a rule alone can.
    String filter = random.nextInt(5) == 0 ? "amount > 0, " : "";
    String then =
        switch (random.nextInt(12)) {
          case 0 -> "if ($n > " + random.nextInt(4) + ") { throw new IllegalStateException(); } ";
          default -> "";
        };
    return """
        rule R%d when
          groupby( E( %s$k : name, $a : amount ) over window:time(10s) ; $k2 : $k ;
                   $n : count(1), $s : sum($a) ; %s )
        then %salerts.raise($k2, "n", $n, "s", $s); end
        """
        .formatted(number, filter, condition, then);
  }

  private static PackPlan compile(String drl, boolean planned, String limits) {
    return PackCompiler.compile(
        PackLoader.parse(
            """
            name: p
            version: 1.0.0
            %s
            sources:
              - {topic: e, type: E, time: at}
            %s
            """
                .formatted(planned ? "" : "planner: off", limits),
            List.of(new DrlFile("p.drl", drl))));
  }

  /** An engine, what it has told, and its faults. */
  private static final class Run {
    private final List<String> told = new ArrayList<>();
    private final PackPlan plan;
    private Engine engine;

    private Run(PackPlan plan) {
      this.plan = plan;
      this.engine = builder(plan).build();
    }

    private EngineBuilder builder(PackPlan of) {
      return Engine.builder()
          .plan(of)
          .onAlert(alert -> told.add(alert.toString()))
          .onFault(fault -> told.add("fault of " + fault.rule() + ", " + fault.quarantined()));
    }

    private void restart(byte[] state) {
      engine.close();
      engine = builder(plan).restore(state).build();
    }

    private void publish(long time, String name, double amount) {
      EventType type = plan.type("E");
      SourceHandle source = engine.source("e", 0);
      source.publish(type, time, time, name, amount);
    }
  }

  /** How many faults and quarantined rules there were in all cases. */
  private static int faults;

  private static int quarantined;

  @AfterAll
  static void rulesHaveFailed() {
    assertThat(faults).isPositive();
    assertThat(quarantined).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void saysWhatEachRuleSaysAlone(long seed) {
    Random random = new Random(seed);
    StringBuilder drl = new StringBuilder(DECLARED);
    int rules = 2 + random.nextInt(30);
    for (int i = 0; i < rules; i++) {
      drl.append(rule(random, i));
    }
    Run shared = new Run(compile(drl.toString(), true, ""));
    Run alone = new Run(compile(drl.toString(), false, ""));
    long time = 1_000_000;
    for (int i = 0; i < 3_000; i++) {
      time += random.nextInt(4) == 0 ? random.nextInt(9_000) : random.nextInt(3) * 500L;
      String name = "name-" + random.nextInt(4);
      double amount = random.nextInt(12) - 4;
      shared.publish(time, name, amount);
      alone.publish(time, name, amount);
      if (random.nextInt(200) == 0) {
        byte[] state = shared.engine.save();
        assertThat(state).as("seed %d, event %d", seed, i).isEqualTo(alone.engine.save());
        shared.restart(state);
        alone.restart(state);
      }
    }
    shared.engine.finish();
    alone.engine.finish();
    assertThat(shared.told).as("seed %d", seed).isEqualTo(alone.told);
    assertThat(shared.told).hasSizeGreaterThan(300);
    assertThat(shared.engine.save()).isEqualTo(alone.engine.save());
    faults += (int) shared.told.stream().filter(told -> told.startsWith("fault")).count();
    quarantined += shared.engine.counters().quarantined().size();
  }

  @Test
  void countsAnEventForEachRule() {
    StringBuilder drl = new StringBuilder(DECLARED);
    for (int i = 0; i < 100; i++) {
      drl.append(
          """
          rule R%d when
            groupby( E( $k : name ) over window:time(10s) ; $k2 : $k ; $n : count(1) ; $n > %d )
          then alerts.raise($k2); end
          """
              .formatted(i, 1 + i));
    }
    Run shared = new Run(compile(drl.toString(), true, ""));
    for (int i = 0; i < 50; i++) {
      shared.publish(1_000 + i, "a", i);
    }
    shared.engine.advanceTo(1_050);
    assertThat(shared.engine.counters().live()).isEqualTo(50 * 100);
    // The event with the number n is an alert of n - 1 rules.
    assertThat(shared.told).hasSize(49 * 50 / 2);
  }

  @Test
  void countsForEachRuleWhatALimitSheds() {
    String drl =
        DECLARED
            + """
            rule A when
              groupby( E( $k : name ) over window:time(10s) ; $k2 : $k ; $n : count(1) ; $n > 1 )
            then alerts.raise($k2); end
            rule B when
              groupby( E( $k : name ) over window:time(10s) ; $k2 : $k ; $n : count(1) ; $n < 3 )
            then alerts.raise($k2); end
            """;
    Run shared = new Run(compile(drl, true, "limits: {events: 5}"));
    for (int i = 0; i < 8; i++) {
      shared.publish(1_000 + i, "name-" + i, 0);
    }
    shared.engine.advanceTo(2_000);
    assertThat(shared.engine.counters().sheds().toString()).contains("A", "B");
    assertThat(shared.told).hasSize(3);
    // What lacks an event says nothing until that makes no difference.
    shared.publish(3_000, "name-7", 0);
    shared.engine.advanceTo(4_000);
    assertThat(shared.told).hasSize(3);
    shared.publish(14_000, "name-7", 0);
    shared.engine.finish();
    assertThat(shared.told).hasSize(4);
  }
}
