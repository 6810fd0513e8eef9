package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and events that cannot matter any more leave nothing behind. */
class ForgettingTest {
  private static final String YAML =
      """
      name: forgetting
      version: 1.0.0
      sources:
        - {topic: a, type: A, time: at, lateness: 0s}
      """;
  private static final String DRL =
      """
      package forgetting
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      rule Window when groupby( A( $k : k ) over window:time(5s); $key : $k; $n : count(1); $n == 3 )
      then alerts.raise($key, "n", $n); end
      rule Counted when groupby( A( $k : k ) over window:time(5s); $key : $k; $n : count(1); $n >= 3 )
      then alerts.raise($key, "n", $n); end
      rule Episode when groupby( A( $k : k ) over window:time(5s); $key : $k; $n : count(1); $n >= 2 )
      then alerts.open($key, "n", $n); end
      rule Sequence when $a : A( $k : k, v == 1 ) $b : A( k == $k, v == 2, this after[1ms,5s] $a )
      then alerts.raise($k, "v", $b.getV()); end
      rule Chain when $a : A( $k : k, v == 1 ) $b : A( k == $k, v == 2, this after[1ms,2s] $a )
        $c : A( k == $k, v == 3, this after[1ms,3s] $b )
      then alerts.raise($k, "v", $c.getV()); end
      rule Absence when $a : A( $k : k, v == 1 ) not A( k == $k, v == 2, this after[1ms,5s] $a )
      then alerts.raise($k, "v", 0); end
      rule Exists when $a : A( $k : k, v == 1 ) exists A( k == $k, v == 3, this after[1ms,5s] $a )
      then alerts.raise($k, "v", 3); end
      """;

  @Test
  void nothingIsLeftOfAThousandKeys() {
    byte[] afterOne = stateAfter(1);
    byte[] afterMany = stateAfter(1_000);
    assertThat(afterMany.length).isLessThan(afterOne.length + 50);
  }

  private static byte[] stateAfter(int keys) {
    Engine engine =
        Engine.builder()
            .pack(PackLoader.parse(YAML, List.of(new DrlFile("forgetting.drl", DRL))))
            .clock(() -> 10_000_000)
            .build();
    for (int i = 0; i < keys; i++) {
      for (int v = 1; v <= 3; v++) {
        publish(engine, "key-" + i, v, 1_000_000 + i * 3L + v);
      }
    }
    // Longer than any rule looks back, and then an instant at which what is over can go.
    publish(engine, "last", 9, 1_000_000 + keys * 3L + 6_000);
    engine.advanceTo(1_000_000 + keys * 3L + 6_001);
    // Alerts are counted by key until their minute is over.
    engine.advanceTo(1_080_000);
    assertThat(engine.counters().live()).isLessThan(10);
    return engine.save();
  }

  private static void publish(Engine engine, String key, int v, long at) {
    engine.publish("a", "{\"k\":\"%s\",\"v\":%d,\"at\":%d}".formatted(key, v, at));
  }
}
