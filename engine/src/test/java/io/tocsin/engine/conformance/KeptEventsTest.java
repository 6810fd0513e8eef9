package io.tocsin.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many events a rule keeps, at the last time at which it needs them and soon after. */
class KeptEventsTest {
  private static final String YAML =
      """
      name: kept
      version: 1.0.0
      sources:
        - {topic: a, type: A, time: at, lateness: 0s}
        - {topic: b, type: B, time: at, lateness: 0s}
      """;
  private static final String TYPES =
      """
      package kept
      declare A @role(event) @timestamp(at) @expires(40s)
        k : String
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        at : long
      end
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what it shows           | the rule's conditions                                            | event  | kept at | number
          before the upper bound    | $a : A( $k : k ) B( k == $k, this after[0s,20s] $a )             | 0s A x | 20s     | 1
          behind the upper bound    | $a : A( $k : k ) B( k == $k, this after[0s,20s] $a )             | 0s A x | 22s     | 0
          a second event, no third  | $a : A( $k : k ) B( k == $k, this after[0s,20s] $a )             | 0s B x | 2s      | 0
          a filter keeps nothing    | $a : A( $k : k, k != "x" ) B( k == $k, this after[0s,20s] $a )   | 0s A x | 1s      | 0
          a single pattern          | A( $k : k )                                                      | 0s A x | 1s      | 0
          within @expires           | $a : A( $k : k ) not B( k == $k, this before[0s,5s] $a )         | 0s B x | 5s      | 1
          an absence looks back     | $a : A( $k : k ) not B( k == $k, this before[0s,5s] $a )         | 0s B x | 7s      | 0
          no bound, within @expires | $b : B( $k : k ) accumulate( A( k == $k ); $n : count(1) )       | 0s A x | 40s     | 1
          no bound, past @expires   | $b : B( $k : k ) accumulate( A( k == $k ); $n : count(1) )       | 0s A x | 42s     | 0
          in a window               | groupby( A( $x : k ) over window:time(10s); $k : $x; $n : count(1) ) | 0s A x | 10s | 1
          left a window             | groupby( A( $x : k ) over window:time(10s); $k : $x; $n : count(1) ) | 0s A x | 12s | 0
          in a window of length     | groupby( A( $x : k ) over window:length(2); $k : $x; $n : count(1) ) | 0s A x | 9d  | 1
          """)
  void keepsAnEventNoLongerThanARuleNeedsIt(
      String what, String conditions, String event, String at, long kept) {
    String rule = "rule \"r\" when " + conditions + " then alerts.raise($k); end";
    Engine engine =
        Engine.builder()
            .pack(PackLoader.parse(YAML, java.util.List.of(new DrlFile("kept.drl", TYPES + rule))))
            .build();
    EventLine line = EventLine.parse(event);
    engine.publish(line.type().toLowerCase(java.util.Locale.ROOT), line.json(engine.plan()));
    engine.advanceTo(StoryTime.BEGIN + StoryTime.parse(at));

    assertThat(engine.counters().live())
        .as("%s%n%s%n%s, at %s", what, rule, event, at)
        .isEqualTo(kept);
  }
}
