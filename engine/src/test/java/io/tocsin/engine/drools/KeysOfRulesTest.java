package io.tocsin.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackException;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Which key each rule gets, and which rules meet in one session. */
class KeysOfRulesTest {
  private static final String TYPES =
      """
      package keys
      declare A @role(event) @timestamp(at)
        k : String
        j : String
        n : int
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        m : long
        at : long
      end
      """;
  private static final String YAML =
      """
      name: keys
      version: 1.0.0
      sources:
        - {topic: a, type: A, time: at}
        - {topic: b, type: B, time: at}
      """;

  private static PackPlan compile(String rules) {
    return PackCompiler.compile(
        PackLoader.parse(YAML, List.of(new DrlFile("keys.drl", TYPES + rules))));
  }

  private static List<String> groups(PackPlan plan) {
    return plan.keyGroups().stream().map(KeysOfRulesTest::describe).toList();
  }

  private static String describe(KeyGroup group) {
    TreeMap<String, String> keys = new TreeMap<>();
    group
        .keyFields()
        .forEach(
            (type, fields) ->
                keys.put(
                    type.name(),
                    Arrays.stream(fields).mapToObj(i -> type.fields().get(i).name()).toList()
                        + ""));
    return group.rules() + " " + keys;
  }

  @Test
  void groupingAndEqualityJoinsMakeTheKey() {
    assertThat(
            groups(
                compile(
                    "rule W when groupby( A( $k : k ) over window:time(1m); $key : $k; $n : count(1); $n > 1 ) then alerts.raise($key); end\n"
                        + "rule S when $a : A( $k : k ) B( k == $k, this after[0s,1m] $a ) then alerts.raise($k); end\n"
                        + "rule N when $a : A() not B( k == $a.k, this after[0s,1m] $a ) then alerts.raise($a.getK()); end")))
        .containsExactly("[W, S, N] {A=[k], B=[k]}");
  }

  @Test
  void anIntAndALongAreOneKey() {
    assertThat(
            groups(
                compile(
                    "rule S when $a : A( $n : n ) B( m == $n, this after[0s,1m] $a ) then alerts.raise($n); end")))
        .containsExactly("[S] {A=[n], B=[m]}");
  }

  @Test
  void rulesWithDifferentKeysOfOneTypeAreApart() {
    assertThat(
            groups(
                compile(
                    "rule K when groupby( A( $k : k ) over window:time(1m); $key : $k; $n : count(1); $n > 1 ) then alerts.raise($key); end\n"
                        + "rule J when groupby( A( $j : j ) over window:time(1m); $key : $j; $n : count(1); $n > 1 ) then alerts.raise($key); end")))
        .containsExactly("[K] {A=[k]}", "[J] {A=[j]}");
  }

  @Test
  void aGroupingByAnExpressionHasNoKey() {
    assertThat(
            groups(
                compile(
                    "rule W when groupby( A( $k : k ) over window:time(1m); $key : $k.toUpperCase(); $n : count(1); $n > 1 ) then alerts.raise($key); end")))
        .containsExactly("[W] {A=[]}");
  }

  @Test
  void aRuleOverOneEventFollowsItsType() {
    assertThat(
            groups(
                compile(
                    "rule One when A( n > 3, $j : j ) then alerts.raise($j); end\n"
                        + "rule W when groupby( A( $k : k ) over window:time(1m); $key : $k; $n : count(1); $n > 1 ) then alerts.raise($key); end\n"
                        + "rule Two when B( m > 3, $m : m ) then alerts.raise($m); end")))
        .containsExactly("[W, One] {A=[k]}", "[Two] {B=[m]}");
  }

  @Test
  void twoEventsOfOneTypeJoinedByDifferentFieldsHaveNoKey() {
    assertThat(
            groups(
                compile(
                    "rule X when $a : A( $k : k ) A( j == $k, this after[1ms,1m] $a ) then alerts.raise($k); end")))
        .containsExactly("[X] {A=[]}");
  }

  @Test
  void whatWouldBeKeptForEverIsRefusedWithItsPlace() {
    Assertions.assertThatThrownBy(
            () -> compile("rule X\nwhen $a : A( $k : k ) B( k == $k ) then alerts.raise($k); end"))
        .isInstanceOf(PackException.class)
        .hasMessageContaining("TOC-P315")
        .hasMessageContaining("keys.drl:13:1");
  }

  @Test
  void whatTheOperatorsCannotRunIsRefusedByItsCode() {
    refused(
        "TOC-P316",
        "rule X when $b : B( $k : k ) accumulate( A( k == $k ) over window:length(3); $n : count(1); $n > 1 ) then alerts.raise($k); end");
    refused(
        "TOC-P314",
        "rule X when $a : A( $k : k ) B( k == $k, this after[0s,1m] $a ) then alerts.open($k); end");
    refused("TOC-P312", "rule X when not A( k == \"x\" ) then alerts.raise(null); end");
    refused(
        "TOC-P312",
        "rule X when accumulate( A() over window:time(1m); $n : count(1) ) accumulate( B() over window:time(1m); $m : count(1); $m > $n ) then alerts.raise(null); end");
    refused(
        "TOC-P312",
        "rule X when groupby( A( $k : k ) over window:time(1m); $key : $k; $n : count(1) ) accumulate( B( k == $key ) over window:time(1m); $m : count(1); $m > $n ) then alerts.raise($key); end");
    refused(
        "TOC-P324",
        "rule X when $a : A( $k : k ) $b : B( k == $k, this after[0s,1m] $a ) not A( k == $k, this after[0s,1m] $a || this after[0s,1m] $b ) then alerts.raise($k); end");
    refused(
        "TOC-P324",
        "rule X when $a : A( $k : k ) not B( k == $k, this after[0s,1m] $a || m > 3 ) then alerts.raise($k); end");
    refused(
        "Give its type @expires(1h), longer than any event lasts",
        "declare L @role(event) @timestamp(at) @duration(lasts)\n k : String\n lasts : long\n at : long\nend\n"
            + "rule X when $l : L( $k : k ) A( k == $k, this during $l ) then alerts.raise($k); end");
    refused(
        "TOC-P315",
        "rule X when $a : A( $k : k ) not( B( k == $k, this after[0s,1m] $a ) and B( m > 3 ) ) then alerts.raise($k); end");
    refused(
        "TOC-P319",
        "rule X when A( $k : k ) then String t = \"a\" + $k; out.emit(t, $k, \"k\", $k); end");
    refused(
        "TOC-P310",
        "rule X when A( $k : k, n > 1 ) then out.emit(\"b\", $k, \"k\", $k, \"m\", 1, \"at\", 5); end\n"
            + "rule Y when groupby( B( $m : m ) over window:time(1m); $key : $m; $n : count(1); $n > 1 ) then out.emit(\"a\", $key, \"k\", \"x\", \"n\", 1); end");
    refused(
        "TOC-P310",
        "rule X when A( $k : k, $n : n ) then out.emit(\"a\", $k, \"k\", $k, \"n\", $n); end");
    refused(
        "TOC-P310",
        "rule X when A( $k : k ) then out.emit(\"b\", $k, \"k\", $k, \"m\", 1); end\n"
            + "rule Y when $b : B( $k : k ) not A( k == $k, this after[0s,1m] $b ) then out.emit(\"a\", $k, \"k\", $k, \"n\", 1); end");
  }

  @Test
  void metadataThatDoesNotFitItsRuleIsRefused() {
    String single = " when A( $k : k ) then alerts.raise($k); end";
    String window =
        " when groupby( A( $k : k ) over window:time(1m); $key : $k; $n : count(1); $n > 1 ) then alerts.raise($key); end";
    refused("[@for] needs a window", "rule X @for(3s)" + single);
    refused("[@every] needs a window", "rule X @every(3s)" + single);
    refused("[@session] needs a groupby", "rule X @session(3s)" + single);
    refused("[@keepFiringFor] needs [alerts.open]", "rule X @keepFiringFor(3s)" + window);
    refused("[@update] needs [alerts.open]", "rule X @update(3s)" + window);
    refused("[@recover] needs [alerts.open]", "rule X @recover($n == 0)" + window);
    refused("another window too", "rule X @session(3s)" + window);
    refused(
        "[@every] needs [over window:time(...)]",
        "rule X @every(3s)" + window.replace("time(1m)", "length(3)"));
    refused("more than [10000] times", "rule X @every(5ms)" + window);
    refused(
        "without [or] between patterns",
        "rule X @for(3s) when ( accumulate( A() over window:time(1m); $n : count(1); $n > 1 )"
            + " or accumulate( B() over window:time(1m); $n : count(1); $n > 1 ) )"
            + " then alerts.raise(null); end");
    refused("TOC-P323", "rule X @for(3s)" + single);
  }

  @Test
  void aRuleThatRemembersWhatItSaidIsKeyedByItsAlert() {
    String window =
        "rule W when groupby( A( $k : k ) over window:time(1m); $key : $k; $n : count(1); $n > 1 ) then alerts.raise($key); end\n";
    assertThat(
            groups(
                compile(
                    window + "rule One @cooldown(1m) when A( $j : j ) then alerts.raise($j); end")))
        .containsExactly("[W] {A=[k]}", "[One] {A=[j]}");
    assertThat(
            groups(
                compile(
                    window
                        + "rule One @keepFiringFor(1m) when A( $j : j ) then alerts.open(\"all\"); end")))
        .containsExactly("[W] {A=[k]}", "[One] {A=[]}");
  }

  private static void refused(String code, String rules) {
    Assertions.assertThatThrownBy(() -> compile(rules))
        .as(rules)
        .isInstanceOf(PackException.class)
        .hasMessageContaining(code)
        .hasMessageContaining("keys.drl:");
  }
}
