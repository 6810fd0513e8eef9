package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Events with a length: what Drools' compiler says about their bounds is about points, and the
 * engine has to know better.
 */
class LastingEventsTest {
  private static final String YAML =
      """
      name: lasting
      version: 1.0.0
      sources:
        - {topic: calls, type: Call, time: at, lateness: 0s, max-ahead: 100000d, clock: log}
        - {topic: drops, type: Drop, time: at, lateness: 0s, max-ahead: 100000d, clock: log}
      """;

  private static final String TYPES =
      """
      package lasting.test
      declare Call @role(event) @timestamp(at) @duration(lasts) @expires(1h)
        id : String
        at : long
        lasts : long
      end
      declare Drop @role(event) @timestamp(at) @duration(lasts) @expires(1h)
        id : String
        at : long
        lasts : long
      end
      """;

  private static List<Long> alerts(String condition, String... events) {
    String rule =
        "rule \"R\"\nwhen\n  $c : Call( $id : id )\n  "
            + condition
            + "\nthen\n  alerts.raise($id);\nend\n";
    PackPlan plan =
        PackCompiler.compile(
            PackLoader.parse(YAML, List.of(new DrlFile("lasting.drl", TYPES + rule))));
    List<Long> at = new ArrayList<>();
    try (Engine engine =
        Engine.builder().plan(plan).clock(() -> 0).onAlert(alert -> at.add(alert.at())).build()) {
      for (String event : events) {
        String[] words = event.split(" ");
        engine.publish(
            words[0],
            Map.of("id", "k", "at", Long.valueOf(words[1]), "lasts", Long.valueOf(words[2])));
      }
      engine.finish();
    }
    return at;
  }

  @Test
  void anAbsenceAfterAnEventWaitsFromItsEnd() {
    String absence = "not Drop( id == $c.id, this after[0s,5s] $c )";
    assertThat(alerts(absence, "calls 10000 60000", "drops 75000 0")).isEmpty();
    assertThat(alerts(absence, "calls 10000 60000", "drops 75001 0")).containsExactly(75_000L);
  }

  @Test
  void anAbsenceDuringAnEventIsDecidedAtItsEnd() {
    String absence = "not Drop( id == $c.id, this during $c )";
    assertThat(alerts(absence, "calls 10000 60000", "drops 30000 1")).isEmpty();
    assertThat(alerts(absence, "calls 10000 60000", "drops 70000 0")).containsExactly(69_999L);
  }

  @Test
  void theOtherSideOfAnOperatorIsBoundedAsWell() {
    String absence = "not Drop( id == $c.id, $c includes this )";
    assertThat(alerts(absence, "calls 10000 60000", "drops 30000 1")).isEmpty();
    assertThat(alerts(absence, "calls 10000 60000", "drops 70000 0")).containsExactly(69_999L);
  }

  @Test
  void bothTolerancesOfCoincidesBoundTheStartOfAPoint() {
    String absence = "not Drop( id == $c.id, this coincides[9s,2s] $c )";
    assertThat(alerts(absence, "calls 10000 1000", "drops 13001 0")).containsExactly(13_000L);
  }

  @Test
  void eventsThatOnlyTouchDoNotOverlap() {
    String overlap = "Drop( id == $c.id, this overlappedby[0s,5s] $c )";
    assertThat(alerts(overlap, "calls 10000 2000", "drops 12000 5000")).isEmpty();
    assertThat(alerts(overlap, "calls 10000 2000", "drops 11999 5000")).containsExactly(11_999L);
    overlap = "Drop( id == $c.id, this overlaps[0s,5s] $c )";
    assertThat(alerts(overlap, "drops 10000 2000", "calls 12000 5000")).isEmpty();
    assertThat(alerts(overlap, "drops 10000 2001", "calls 12000 5000")).containsExactly(12_000L);
  }
}
