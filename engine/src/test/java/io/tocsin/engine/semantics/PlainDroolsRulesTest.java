package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.differential.PlainDrools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Traps of rules over single events in Drools itself, kept as assertions: each is a named deviation
 * in {@code docs/semantics.md}.
 */
class PlainDroolsRulesTest {
  private static final String TYPES =
      """
      package traps
      declare E @role(event) @timestamp(at) @expires(5s)
        id : String
        value : int
        any : Object
        at : long
      end
      declare F @role(event) @timestamp(at)
        id : String
        at : long
      end
      """;

  @Test
  void anOrFiresForEachAlternativeThatHolds() {
    assertThat(
            fired(
                "( E( $k : id, value > 5 ) or E( $k : id, value > 3 ) )", new Insert("E", 1000, 6)))
        .containsExactly(1000L, 1000L);
  }

  @Test
  void anAccumulateBehindAPatternFiresAgainWhenItsResultChanges() {
    assertThat(
            fired(
                "$f : F( $k : id ) accumulate( E( id == $k ); $n : count(1); $n >= 1 )",
                new Insert("E", 1000, 1),
                new Insert("F", 2000, 0),
                new Insert("E", 3000, 1)))
        .as("the F fires at its own time, and again for an E that comes later")
        .startsWith(2000L, 3000L);
  }

  @Test
  void anExplicitExpirationCutsABoundShort() {
    assertThat(
            fired(
                "$e : E( $k : id ) F( id == $k, this after[0s,30s] $e )",
                new Insert("E", 1000, 1),
                new Insert("F", 20_000, 0)))
        .as("within the bound, but the E has expired after five seconds")
        .isEmpty();
  }

  @Test
  void aFieldOfAnyTypeDiffersFromANumberOfAnotherClass() {
    assertThat(fired("E( $k : id, any == 3 )", new Insert("E", 1000, 1)))
        .as("the field holds a long, as a number of a JSON record does")
        .isEmpty();
  }

  @Test
  void aSumOfIntsWrapsAround() {
    assertThat(
            fired(
                "accumulate( E( $v : value ) over window:time(4s); $s : sum($v); $s < 0 ) $f : F( $k : id )",
                new Insert("E", 1000, Integer.MAX_VALUE),
                new Insert("E", 2000, 1),
                new Insert("F", 3000, 0)))
        .contains(3000L);
  }

  private record Insert(String type, long at, int value) {}

  private static List<Long> fired(String conditions, Insert... inserts) {
    String rule = "rule R when " + conditions + " then alerts.raise($k); end\n";
    try (PlainDrools drools = new PlainDrools("traps", TYPES + rule)) {
      for (Insert insert : inserts) {
        drools.advanceTo(insert.at());
        Map<String, Object> fields = new HashMap<>(Map.of("id", "x", "at", insert.at()));
        if (insert.type().equals("E")) {
          fields.put("value", insert.value());
          fields.put("any", 3L);
        }
        drools.insert(insert.type(), fields);
      }
      drools.advanceTo(inserts[inserts.length - 1].at() + 1000);
      return drools.fired().stream().map(PlainDrools.Fired::at).toList();
    }
  }
}
