package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the same events match in several ways, no two alerts share a name. */
class RepeatedMatchesTest {
  private static final String YAML =
      """
      name: repeated
      version: 1.0.0
      sources:
        - {topic: a, type: A, time: at, lateness: 0s}
      tables:
        - {topic: limits, type: Limit, key: id}
      """;
  private static final String TYPES =
      """
      package repeated
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        tags : java.util.List
        at : long
      end
      declare Limit
        id : String
        most : int
      end
      """;

  private final List<Alert> alerts = new ArrayList<>();

  private Engine engine(String rule) {
    return Engine.builder()
        .pack(PackLoader.parse(YAML, List.of(new DrlFile("repeated.drl", TYPES + rule))))
        .onAlert(alerts::add)
        .build();
  }

  private List<String> after(String rule) {
    Engine engine = engine(rule);
    engine.publish("limits", "{\"id\":\"low\",\"most\":1}");
    engine.publish("limits", "{\"id\":\"high\",\"most\":5}");
    engine.publish("limits", "{\"id\":\"low\",\"most\":1}");
    engine.publish("a", "{\"k\":\"x\",\"v\":9,\"tags\":[\"t1\",\"t2\"],\"at\":1000}");
    engine.finish();
    assertThat(alerts.stream().map(alert -> alert.id() + "/" + alert.revision()))
        .doesNotHaveDuplicates();
    return alerts.stream().map(alert -> alert.fields().toString()).toList();
  }

  @Test
  void twoAlternativesThatMatchTheSameEventRaiseOnce() {
    assertThat(
            after(
                "rule R when ( A( $k : k, v > 3 ) or A( $k : k, v > 5 ) )"
                    + " then alerts.raise($k, \"k\", $k); end"))
        .containsExactly("{k=x}");
  }

  @Test
  void eachCallOfAConsequenceHasItsOwnName() {
    assertThat(
            after(
                "rule R when A( $k : k ) then alerts.raise($k, \"n\", 1); alerts.raise($k, \"n\", 2); end"))
        .containsExactly("{n=1}", "{n=2}");
  }

  @Test
  void eachElementHasItsOwnName() {
    assertThat(
            after(
                "rule R when $a : A( $k : k ) $t : String() from $a.tags"
                    + " then alerts.raise($k, \"t\", $t); end"))
        .containsExactly("{t=t1}", "{t=t2}");
  }

  @Test
  void eachRowHasItsOwnName() {
    assertThat(
            after(
                "rule R when A( $k : k, $v : v ) Limit( $id : id, most < $v )"
                    + " then alerts.raise($k, \"id\", $id); end"))
        .as("in the order of their last change")
        .containsExactly("{id=high}", "{id=low}");
  }

  @Test
  void eachRowOpensItsOwnEpisode() {
    assertThat(
            after(
                "rule R when accumulate( A( ) over window:time(10s); $n : count(1); $n >= 1 )"
                    + " Limit( $id : id, most > $n || most == $n )"
                    + " then alerts.open($id, \"n\", $n); end"))
        .hasSize(4);
    assertThat(alerts.stream().map(alert -> alert.key() + " " + alert.status().label()))
        .containsExactlyInAnyOrder("low open", "high open", "low resolved", "high resolved");
  }
}
