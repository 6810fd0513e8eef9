package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.testing.differential.Differential;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.RandomCases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a {@code trigger} the same alerts come in batches, in the same order. */
class MicroBatchTest {
  private static final int CASES = 25;

  @Test
  void batchesOfAnyLengthChangeNoAlert() {
    for (int i = 0; i < CASES; i++) {
      OracleCase one = RandomCases.of(7_000 + i, 5);
      List<String> plain = outputs(one, "");
      for (long batch : List.of(1L, 3L, 50L)) {
        String trigger = "trigger: " + Math.max(1, batch * one.unit()) + "ms\n";
        List<String> batches = outputs(one, trigger);
        assertThat(batches).as(what(one, trigger)).containsExactlyInAnyOrderElementsOf(plain);
        assertThat(alerts(batches)).as(what(one, trigger)).isEqualTo(alerts(plain));
      }
    }
  }

  private static String what(OracleCase one, String trigger) {
    return "seed %d, %s".formatted(one.seed(), trigger);
  }

  private static List<String> outputs(OracleCase one, String trigger) {
    return new Differential(one, trigger).outputs(one.stream());
  }

  private static List<String> alerts(List<String> outputs) {
    return outputs.stream().filter(line -> line.startsWith("{")).toList();
  }

  @Test
  void nothingIsTakenThatIsLateWithoutBatches() {
    List<Alert> alerts = new ArrayList<>();
    List<Long> late = new ArrayList<>();
    Engine engine =
        Engine.builder()
            .pack(
                PackLoader.parse(
                    """
                    name: batches
                    version: 1.0.0
                    trigger: 5s
                    sources:
                      - {topic: a, type: A, time: at, lateness: 1s}
                    """,
                    List.of(
                        new DrlFile(
                            "batches.drl",
                            """
                            package batches
                            declare A @role(event) @timestamp(at)
                              k : String
                              at : long
                            end
                            rule R when A( $k : k ) then alerts.raise($k); end
                            """))))
            .onAlert(alerts::add)
            .onLate(event -> late.add(event.event().time()))
            .build();
    publish(engine, 1_000_100);
    publish(engine, 1_003_000);
    publish(engine, 1_001_999);
    assertThat(late).containsExactly(1_001_999L);
    assertThat(alerts).as("the batch ends at 1,005,000").isEmpty();
    publish(engine, 1_005_999);
    assertThat(alerts).isEmpty();
    publish(engine, 1_006_000);
    assertThat(alerts.stream().map(Alert::at)).containsExactly(1_000_100L, 1_003_000L);
    engine.finish();
    assertThat(alerts).hasSize(4);
  }

  private static void publish(Engine engine, long at) {
    engine.publish("a", "{\"k\":\"x\",\"at\":%d}".formatted(at));
  }
}
