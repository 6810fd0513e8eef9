package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.testing.differential.PlainDrools;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Traps of windows in Drools itself, kept as assertions: each is a reason why group state is ours.
 */
class PlainDroolsWindowTest {
  private static final String EVENT =
      """
      package traps
      declare E @role(event) @timestamp(at)
        id : String
        value : int
        at : long
      end
      """;

  @Test
  void aGroupFiresAgainWhenAnEventLeavesAndTheConditionStaysTrue() {
    String rule =
        """
        rule "Three" when
          groupby( E( $k : id ) over window:time(10s) ; $key : $k ; $n : count(1) ; $n >= 3 )
        then
          alerts.raise($key, "n", $n);
        end
        """;
    try (PlainDrools drools = new PlainDrools("traps", EVENT + rule)) {
      for (int second = 1; second <= 4; second++) {
        insertAt(drools, second * 1000L, second);
      }
      drools.advanceTo(60_000);

      assertThat(drools.fired())
          .extracting(PlainDrools.Fired::at, fired -> fired.arguments().get(1))
          .containsExactly(tuple(3000L, 3L), tuple(4000L, 4L), tuple(11_000L, 3L));
    }
  }

  @Test
  void anEmptyWindowFiresOnceWithZero() {
    String rule =
        """
        rule "Few" when
          accumulate( E() over window:time(10s) ; $n : count(1) ; $n < 3 )
        then
          alerts.raise("all", "n", $n);
        end
        """;
    try (PlainDrools drools = new PlainDrools("traps", EVENT + rule)) {
      assertThat(drools.fired())
          .extracting(fired -> fired.arguments())
          .containsExactly(List.of("n", 0L));
    }
  }

  @Test
  void aConstraintThatThrowsBreaksTheSession() {
    String rule =
        """
        rule "Narrow" when
          accumulate( E( $v : value ) over window:time(10s) ;
                      $max : max($v), $min : min($v) ; $max - $min < 5 )
        then
          alerts.raise("all", "max", $max);
        end
        """;
    assertThatThrownBy(() -> new PlainDrools("traps", EVENT + rule).close())
        .as("over an empty window max and min are null")
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void anEventOlderThanItsWindowVanishes() {
    String rule =
        """
        rule "Any" when
          accumulate( E() over window:time(10s) ; $n : count(1) ; $n >= 1 )
        then
          alerts.raise("all", "n", $n);
        end
        """;
    try (PlainDrools drools = new PlainDrools("traps", EVENT + rule)) {
      drools.advanceTo(60_000);
      drools.insert("E", Map.of("id", "k", "value", 1, "at", 1000L));

      assertThat(drools.fired()).isEmpty();
    }
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  private static void insertAt(PlainDrools drools, long at, int value) {
    drools.advanceTo(at);
    drools.insert("E", Map.of("id", "k", "value", value, "at", at));
  }
}
