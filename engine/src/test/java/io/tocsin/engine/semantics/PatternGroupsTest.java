package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.testing.Tale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code not}, {@code exists}, {@code forall} and {@code accumulate} over several events together.
 */
class PatternGroupsTest {
  private static final String TYPES =
      """
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare C @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare Limit
        k : String
        most : int
      end
      """;

  private static Tale tale(String condition) {
    return rule(
        "rule R when $a : A( $k : k, $v : v ) "
            + condition
            + " then alerts.raise($k, \"v\", $v); end");
  }

  private static Tale rule(String rule) {
    return Tale.of(TYPES + rule)
        .source("a", "A")
        .source("b", "B")
        .source("c", "C")
        .yaml("tables:\n  - {topic: limits, type: Limit, key: k}\n");
  }

  @Test
  void aNotOverTwoIsDecidedWhenNoSuchPairCanBeCompletedAnyMore() {
    String condition =
        "not( $b : B( k == $k, this after[0ms,5s] $a ) and C( k == $k, this after[0ms,10s] $b ) )";
    assertThat(tale(condition).at(0, "a", "x", 1).outputs())
        .as("a B at 5 s and a C at 15 s could still be the pair")
        .containsExactly("15000 R x v=1");
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(5_000, "b", "x", 1)
                .at(15_000, "c", "x", 1)
                .outputs())
        .as("exactly at both bounds")
        .isEmpty();
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(5_001, "b", "x", 1)
                .at(15_000, "c", "x", 1)
                .outputs())
        .containsExactly("15000 R x v=1");
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(1_000, "b", "x", 1)
                .at(11_001, "c", "x", 1)
                .outputs())
        .as("too late for its B")
        .containsExactly("15000 R x v=1");
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(1_000, "b", "x", 1)
                .at(2_000, "c", "y", 1)
                .outputs())
        .as("the C of another key")
        .containsExactly("15000 R x v=1");
  }

  @Test
  void aPairBeforeTheEventIsKeptForIt() {
    String condition =
        "not( $b : B( k == $k, this before[0ms,5s] $a ) and C( k == $k, this before[0ms,10s] $b ) )";
    assertThat(
            tale(condition)
                .at(0, "c", "x", 1)
                .at(10_000, "b", "x", 1)
                .at(15_000, "a", "x", 1)
                .at(15_001, "a", "x", 2)
                .outputs())
        .as("decided at the end of A's own instant")
        .containsExactly("15001 R x v=2");
  }

  @Test
  void onePatternMayReadWhatAnotherBinds() {
    String condition =
        "not( B( k == $k, $bv : v, this after[0ms,5s] $a ) and C( k == $k, v > $bv, this after[0ms,5s] $a ) )";
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(1, "b", "x", 5)
                .at(2, "c", "x", 5)
                .at(0, "a", "y", 2)
                .at(1, "c", "y", 6)
                .at(2, "b", "y", 5)
                .outputs())
        .containsExactly("5000 R x v=1");
  }

  @Test
  void severalAbsencesAreDecidedTogetherWhenTheLastOfThemIs() {
    String condition =
        "not( $b : B( k == $k, this after[0ms,1s] $a ) and C( k == $k, this after[0ms,1s] $b ) )"
            + " not C( k == $k, v == 9, this after[0ms,20s] $a )";
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(500, "b", "x", 1)
                .at(600, "c", "x", 1)
                .at(0, "a", "y", 2)
                .outputs())
        .as("the pair of x is still known at 20 s")
        .containsExactly("20000 R y v=2");
  }

  @Test
  void aNotWithinANot() {
    String condition =
        "not( $b : B( k == $k, this after[0ms,5s] $a ) and not C( k == $k, this after[0ms,5s] $b ) )";
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(1_000, "b", "x", 1)
                .at(6_000, "c", "x", 1)
                .at(0, "a", "y", 2)
                .at(1_000, "b", "y", 1)
                .at(6_001, "c", "y", 1)
                .at(0, "a", "z", 3)
                .outputs())
        .as("each B of x has its C; z has no B")
        .containsExactly("10000 R x v=1", "10000 R z v=3");
  }

  @Test
  void forallOverDifferentEventsIsTheSame() {
    String condition =
        "forall( $b : B( k == $k, this after[0ms,5s] $a ) C( k == $k, this after[0ms,5s] $b ) )";
    Tale tale = tale(condition);
    assertThat(tale.plan().keyGroups().get(0).name()).isEqualTo("k");
    assertThat(
            tale.at(0, "a", "x", 1)
                .at(1_000, "b", "x", 1)
                .at(2_000, "b", "x", 2)
                .at(6_000, "c", "x", 1)
                .at(0, "a", "y", 2)
                .at(1_000, "b", "y", 1)
                .at(2_000, "b", "y", 2)
                .at(1_500, "c", "y", 1)
                .outputs())
        .as("one C serves two B's; the second B of y has none")
        .containsExactly("10000 R x v=1");
  }

  @Test
  void aNotOfAlternativesIsANotOfEach() {
    String condition =
        "not( B( k == $k, this after[0ms,5s] $a ) or C( k == $k, this after[0ms,9s] $a ) )";
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(0, "a", "y", 2)
                .at(0, "a", "z", 3)
                .at(5_000, "b", "x", 1)
                .at(9_000, "c", "y", 1)
                .outputs())
        .containsExactly("9000 R z v=3");
  }

  @Test
  void anExistsOverTwoRaisesOnceWithTheLastEventOfTheFirstPair() {
    String condition =
        "exists( $b : B( k == $k, this after[0ms,5s] $a ) and C( k == $k, this after[0ms,5s] $b ) )";
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(1, "b", "x", 1)
                .at(2, "b", "x", 2)
                .at(3, "c", "x", 1)
                .at(4, "c", "x", 2)
                .at(5, "b", "x", 3)
                .at(6, "c", "x", 3)
                .at(7, "a", "x", 2)
                .outputs())
        .containsExactly("3 R x v=1");
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(5_000, "b", "x", 1)
                .at(10_000, "c", "x", 1)
                .outputs())
        .containsExactly("10000 R x v=1");
  }

  @Test
  void theFirstPairIsRememberedUntilNoOtherCanCome() {
    String condition =
        "exists( $b : B( k == $k, this after[0ms,1s] $a ) and C( k == $k, this after[0ms,20s] $a ) )";
    assertThat(
            tale(condition)
                .at(0, "a", "x", 1)
                .at(1, "b", "x", 1)
                .at(2, "c", "x", 1)
                .at(19_999, "c", "x", 2)
                .outputs())
        .containsExactly("2 R x v=1");
  }

  @Test
  void oneEventMayBeBothOfAPair() {
    String condition =
        "exists( $b : B( k == $k, this after[0ms,5s] $a ) and B( k == $k, this after[0ms,5s] $b ) )";
    assertThat(tale(condition).at(0, "a", "x", 1).at(1, "b", "x", 1).at(2, "b", "x", 1).outputs())
        .containsExactly("1 R x v=1");
  }

  @Test
  void aRowOfATableMayBePartOfAPair() {
    String condition =
        "not( B( k == $k, $bv : v, this before[0ms,5s] $a ) and Limit( k == $k, most < $bv ) )";
    assertThat(
            tale(condition)
                .row("limits", "{\"k\":\"x\",\"most\":3}")
                .at(0, "b", "x", 3)
                .at(1, "a", "x", 1)
                .at(2, "b", "x", 4)
                .at(3, "a", "x", 2)
                .outputs())
        .containsExactly("1 R x v=1");
    assertThat(
            tale("not( Limit( k == $k, $m : most ) and Limit( most > $m ) )")
                .row("limits", "{\"k\":\"x\",\"most\":3}")
                .row("limits", "{\"k\":\"y\",\"most\":4}")
                .at(1, "a", "x", 1)
                .at(2, "a", "y", 2)
                .outputs())
        .containsExactly("2 R y v=2");
  }

  @Test
  void anAccumulateOverPairsCountsThoseThatAreThere() {
    assertThat(
            rule("rule R when $a : A( $k : k ) accumulate( $b : B( k == $k, $bv : v, this before[0ms,10s] $a )"
                    + " and C( k == $k, $cv : v, this after[0ms,5s] $b ) ;"
                    + " $n : count(1), $s : sum($bv), $l : collectList($cv) )"
                    + " then alerts.raise($k, \"n\", $n, \"s\", $s, \"l\", $l); end")
                .at(0, "b", "x", 1)
                .at(1, "b", "x", 10)
                .at(5_000, "c", "x", 7)
                .at(5_001, "c", "x", 8)
                .at(5_002, "c", "x", 9)
                .at(10_000, "a", "x", 0)
                .at(10_001, "a", "x", 0)
                .at(10_002, "a", "x", 0)
                .outputs())
        .containsExactly(
            "10000 R x n=3,s=21,l=[7, 7, 8]",
            "10001 R x n=2,s=20,l=[7, 8]",
            "10002 R x n=0,s=0,l=[]");
  }

  @Test
  void aGroupbyWithinAMatchFiresForEachGroup() {
    assertThat(
            rule("rule R when $a : A( $k : k ) groupby( B( k == $k, $bv : v, this before[0ms,10s] $a ) ;"
                    + " $g : $bv ; $n : count(1) ; $n > 1 ) then alerts.raise($k, \"g\", $g, \"n\", $n); end")
                .at(0, "b", "x", 5)
                .at(1, "b", "x", 3)
                .at(2, "b", "x", 4)
                .at(3, "b", "x", 3)
                .at(4, "b", "x", 5)
                .at(4, "b", "y", 4)
                .at(10_000, "a", "x", 0)
                .at(10_001, "a", "x", 0)
                .outputs())
        .as("in the order of their first events")
        .containsExactly("10000 R x g=5,n=2", "10000 R x g=3,n=2", "10001 R x g=3,n=2");
  }

  @Test
  void aGroupbyBeforeAnEventIsComputedWhenItComes() {
    assertThat(
            rule("rule R when groupby( B( $bk : k ) over window:time(10s) ; $g : $bk ; $n : count(1) )"
                    + " A( k == $g ) then alerts.raise($g, \"n\", $n); end")
                .at(0, "b", "x", 5)
                .at(1, "b", "x", 3)
                .at(2, "b", "y", 4)
                .at(10_000, "a", "x", 0)
                .at(10_000, "a", "z", 0)
                .outputs())
        .containsExactly("10000 R x n=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TOC-P315 | not( $b : B( k == $k, this before[0ms,5s] $a ) and C( k == $k ) )
          TOC-P315 | exists( $b : B( k == $k, this after[0ms,5s] $a ) and C( k == $k ) )
          TOC-P306 | not( $b : B( k == $k, this after[0ms,5s] $a ) and C( k == $k, this after $b ) )
          TOC-P306 | exists( B( k == $k, this after[0ms,5s] $a ) and not C( k == $k, this after[0ms,5s] $a ) )
          TOC-P306 | exists( B( k == $k, this after[0ms,5s] $a ) or C( k == $k, this after[0ms,5s] $a ) )
          TOC-P306 | not( B( k == $k, this after[0ms,5s] $a ) and C( k == $k, this after[0ms,5s] $a ) over window:time(1s) )
          TOC-P307 | accumulate( B( k == $k, this before[0ms,5s] $a ) and not C( k == $k, this before[0ms,5s] $a ) ; $n : count(1) )
          """)
  void whatHasNoEndOrNoMeaningIsRefused(String code, String condition) {
    assertThatThrownBy(() -> tale(condition).plan()).hasMessageContaining(code);
  }

  @Test
  void aWindowOfPairsIsRefused() {
    assertThatThrownBy(
            () ->
                rule("rule R when accumulate( $b : B( $k : k ) over window:time(5s) and C( k == $k, this after[0s,5s] $b ) ;"
                        + " $n : count(1) ; $n > 1 ) then alerts.raise(\"all\", \"n\", $n); end")
                    .plan())
        .hasMessageContaining("TOC-P307")
        .hasMessageContaining("when a combination of events leaves");
    assertThatThrownBy(
            () ->
                rule("rule R when groupby( B( $k : k ) over window:time(5s) ; $g : $k ; $n : count(1) ; $n > 1 )"
                        + " not C( k == $g ) then alerts.raise($g, \"n\", $n); end")
                    .plan())
        .hasMessageContaining("TOC-P31");
  }
}
