package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules of the producer's own key group see of a derived event, and when. */
class DerivedEventsTest {
  private static final String YAML =
      """
      name: derived
      version: 1.0.0
      sources:
        - {topic: a, type: A, time: at, lateness: 1s}
        - {topic: hot, type: Hot, time: at}
      """;
  private static final String TYPES =
      """
      package derived
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare Hot @role(event) @timestamp(at)
        k : String
        n : int
        at : long
      end
      """;

  private final List<Alert> alerts = new ArrayList<>();

  private List<String> afterThreeAtOneTime(String rules) {
    Engine engine =
        Engine.builder()
            .pack(PackLoader.parse(YAML, List.of(new DrlFile("derived.drl", TYPES + rules))))
            .onAlert(alerts::add)
            .build();
    assertThat(engine.plan().keyGroups()).hasSize(1);
    for (int v = 1; v <= 3; v++) {
      engine.publish("a", "{\"k\":\"x\",\"v\":%d,\"at\":1000}".formatted(v));
    }
    engine.finish();
    assertThat(alerts.stream().map(Alert::id)).doesNotHaveDuplicates();
    return alerts.stream().map(alert -> alert.fields().toString()).toList();
  }

  @Test
  void itIsThereBeforeTheNextEntry() {
    assertThat(
            afterThreeAtOneTime(
                """
                rule Emit when A( $k : k, $v : v ) then out.emit("hot", $k, "k", $k, "n", $v); end
                rule Seen when $a : A( $k : k, $v : v )
                  accumulate( Hot( k == $k, this before[0s,5s] $a ) ; $n : count(1) ; $n >= 1 )
                then alerts.raise($k, "v", $v, "n", $n); end
                """))
        .containsExactly("{v=2, n=1}", "{v=3, n=2}");
  }

  @Test
  void severalComeInTheOrderOfTheirCalls() {
    assertThat(
            afterThreeAtOneTime(
                """
                rule Emit when A( $k : k, v == 2 )
                then out.emit("hot", $k, "k", $k, "n", 1); out.emit("hot", $k, "k", $k, "n", 2); end
                rule Seen when groupby( Hot( $k : k, $n : n ) over window:time(5s) ; $key : $k ;
                  $all : collectList($n), $c : count(1) ; $c >= 1 )
                then alerts.raise($key, "all", $all); end
                rule Keyed when $h : Hot( $k : k ) not A( k == $k, this after[1ms,5s] $h )
                then alerts.raise($k, "alone", $h.getN()); end
                """))
        .containsExactly("{all=[1]}", "{all=[1, 2]}", "{alone=1}", "{alone=2}");
  }
}
