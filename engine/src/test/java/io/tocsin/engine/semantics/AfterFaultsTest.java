package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.session.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rule that has thrown keeps, and what it takes back. */
class AfterFaultsTest {
  private static final String YAML =
      """
      name: faults
      version: 1.0.0
      sources:
        - {topic: a, type: A, time: at, lateness: 0s}
      """;
  private static final String TYPES =
      """
      package faults
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      """;

  private final List<Alert> alerts = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  private List<String> after(int events, String rule) {
    Engine engine =
        Engine.builder()
            .pack(PackLoader.parse(YAML, List.of(new DrlFile("faults.drl", TYPES + rule))))
            .onAlert(alerts::add)
            .onFault(faults::add)
            .build();
    for (int v = 1; v <= events; v++) {
      engine.publish("a", "{\"k\":\"x\",\"v\":%d,\"at\":%d}".formatted(v, 1_000 + v));
    }
    engine.finish();
    return alerts.stream().map(alert -> alert.status().label() + alert.fields()).toList();
  }

  @Test
  void anEpisodeThatAFailedEntryOpenedIsOpenedByTheNext() {
    assertThat(
            after(
                4,
                "rule R when groupby( A( $k : k ) over window:time(1s); $key : $k; $n : count(1); $n >= 2 )"
                    + " then alerts.open($key, \"n\", $n); alerts.raise($key, \"q\", 10 / ($n - 2)); end"))
        .containsExactly("open{n=3}", "raised{q=10}", "raised{q=5}", "resolved{n=3}");
    assertThat(faults).isNotEmpty();
  }

  @Test
  void anEventWhoseMatchFailedMeetsLaterEvents() {
    assertThat(
            after(
                3,
                "rule R when $a : A( $k : k ) $b : A( k == $k, this after[1ms,5s] $a )"
                    + " then alerts.raise($k, \"a\", $a.getV(), \"q\", 10 / ($b.getV() - 2)); end"))
        .containsExactly("raised{a=1, q=10}", "raised{a=2, q=10}");
    assertThat(faults).hasSize(1);
  }

  @Test
  void theThousandthFaultIsTheLast() {
    assertThat(
            after(
                1_002,
                "rule R when A( $k : k, $v : v ) then alerts.raise($k, \"q\", $v / ($v - $v)); end"))
        .isEmpty();
    assertThat(faults).hasSize(1_000);
    assertThat(faults.stream().filter(Fault::quarantined))
        .containsExactly(faults.get(faults.size() - 1));
  }
}
