package io.tocsin.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where the rows of a table are: on the shard of their key only where no rule can use another row.
 */
class TablePlacementTest {
  private static final String YAML =
      """
      name: placed
      version: 1
      sources:
        - {topic: a, type: A, time: at}
        - {topic: b, type: B, time: at}
      tables:
        - {topic: t, type: T, key: id}
        - {topic: u, type: U, key: n}
      """;
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at) k : String j : String n : int d : double at : long end
      declare B @role(event) @timestamp(at) k : String n : int at : long end
      declare T @role(fact) id : String x : int y : String end
      declare U @role(fact) n : long x : double end
      """;

  private static PackPlan plan(String conditions) {
    StringBuilder rules = new StringBuilder();
    for (String one : conditions.split("\\s*;;\\s*")) {
      rules.append("rule R%d when %s end\n".formatted(rules.length(), one.replace("=>", "then")));
    }
    return PackCompiler.compile(
        PackLoader.parse(YAML, List.of(new DrlFile("placed.drl", TYPES + rules))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      maxCharsPerColumn = 1000,
      textBlock =
          """
          T ~ BY_KEY ~ A( $k : k ) T( id == $k ) => alerts.raise($k);
          T ~ BY_KEY ~ $a : A( $k : k ) T( id == $a.k ) => alerts.raise($k);
          T ~ BY_KEY ~ A( $k : k ) T( $k == id ) => alerts.raise($k);
          T ~ BY_KEY ~ A( $k : k ) T( x > 3, id == $k && y != null ) => alerts.raise($k);
          T ~ BY_KEY ~ A( $k : k ) not T( id == $k ) => alerts.raise($k);
          T ~ BY_KEY ~ A( $k : k ) exists T( id == $k, x > 1 ) => alerts.raise($k);
          T ~ BY_KEY ~ A( $k : k ) forall( $t : T( id == $k ) T( this == $t, x > 1 ) ) => alerts.raise($k);
          T ~ BY_KEY ~ groupby( A( $c : k ) over window:time(5s); $k : $c; $n : count(1); $n > 2 ) T( id == $k ) => alerts.raise($k);
          T ~ BY_KEY ~ $a : A( $k : k ) not B( k == $k, this after[0s,5s] $a ) T( id == $k ) => alerts.raise($k);
          T ~ BY_KEY ~ $a : A( $k : k ) accumulate( T( id == $k, $x : x ); $s : sum($x); $s > 1 ) => alerts.raise($k);
          T ~ BY_KEY ~ A( $k : k ) T( id == $k ) => alerts.raise($k); ;; B( $k : k ) T( id == $k ) => alerts.raise($k);
          U ~ BY_KEY ~ A( $n : n ) U( n == $n ) => alerts.raise($n);
          T ~ EVERYWHERE ~ A( $k : k ) T( id == $k || x == 1 ) => alerts.raise($k);
          T ~ EVERYWHERE ~ A( $k : k ) T( id != $k ) => alerts.raise($k);
          T ~ EVERYWHERE ~ A( $k : k ) T( y == $k ) => alerts.raise($k);
          T ~ EVERYWHERE ~ A( $k : k, $j : j ) T( id == $j ) => alerts.raise($k);
          T ~ EVERYWHERE ~ A( $k : k ) T( id == $k ) T( x == 2 ) => alerts.raise($k);
          T ~ EVERYWHERE ~ A( $k : k ) T( id == $k ) => alerts.raise($k); ;; A( $k : k ) exists T( x > 7 ) => alerts.raise($k);
          T ~ BY_KEY ~ groupby( A( $c : k ) over window:time(5s); $k : $c; $n : count(1); $n > 2 ) T( id == $k ) => alerts.raise($k); ;; groupby( A( $c : j ) over window:time(5s); $k : $c; $n : count(1); $n > 2 ) T( id == $k ) => alerts.raise($k);
          T ~ EVERYWHERE ~ groupby( A( $c : k ) over window:time(5s); $k : $c; $n : count(1); $n > 2 ) T( id == $k ) => alerts.raise($k); ;; accumulate( A( $k : k ) over window:time(5s); $n : count(1); $n > 2 ) T( x > $n ) => alerts.raise("all");
          T ~ ONE_SHARD ~ ( A( $k : k ) or B( $k : k ) ) T( id == $k ) => alerts.raise($k);
          T ~ EVERYWHERE ~ $a : A( $k : k ) not( B( $j : k, k == $k, this before[0s,5s] $a ) and T( id == $j ) ) not( A( $j : j, k == $k, this before[0s,5s] $a ) and T( id == $j ) ) => alerts.raise($k);
          T ~ EVERYWHERE ~ $a : A( $k : k, $j : j ) B( k == $k, this after[0s,5s] $a ) T( id == $j ) => alerts.raise($k);
          U ~ EVERYWHERE ~ A( $d : d ) U( n == $d ) => alerts.raise($d);
          U ~ EVERYWHERE ~ A( $k : k ) T( id == $k, $x : x ) U( n == $x ) => alerts.raise($k);
          T ~ ONE_SHARD ~ accumulate( A( $k : k ) over window:time(5s); $n : count(1); $n > 2 ) T( x > $n ) => alerts.raise("all");
          T ~ NOWHERE ~ A( $k : k ) => alerts.raise($k);
          """)
  void aTableIs(String type, TablePlacement placement, String rules) {
    PackPlan plan = plan(rules);
    assertThat(plan.placement(plan.type(type))).as(rules).isEqualTo(placement);
  }
}
