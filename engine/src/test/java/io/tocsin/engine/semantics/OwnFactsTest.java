package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.testing.Tale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts that rules insert, change and delete. */
class OwnFactsTest {
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
      declare Open
        k : String
        n : int
      end
      declare Mark @expires(10s)
        k : String
        n : int
      end
      declare Row
        k : String
        n : int
      end
      """;
  private static final String OPEN_AND_SHUT =
      """
      rule Shut when B( $k : k ) over window:time(1ms) $o : Open( k == $k ) then delete($o); end
      rule Begin when A( $k : k, $v : v ) not Open( k == $k ) then insert(new Open($k, $v)); end
      """;
  private static final String SEEN =
      "rule Seen when C( $k : k ) over window:time(1ms) Open( k == $k, $n : n ) then alerts.raise($k, \"n\", $n); end\n";

  private static Tale tale(String rules) {
    return Tale.of(TYPES + rules)
        .source("a", "A")
        .source("b", "B")
        .source("c", "C")
        .yaml("tables:\n  - {topic: rows, type: Row, key: k}\n");
  }

  @Test
  void aFactIsThereFromItsInsertionToItsDeletion() {
    Tale tale = tale(OPEN_AND_SHUT + SEEN);
    assertThat(tale.plan().keyGroups()).singleElement().matches(group -> group.name().equals("k"));
    assertThat(
            tale.at(1, "c", "x", 0)
                .at(2, "a", "x", 5)
                .at(3, "c", "x", 0)
                .at(3, "c", "y", 0)
                .at(4, "a", "x", 6)
                .at(5, "c", "x", 0)
                .at(6, "b", "x", 0)
                .at(7, "c", "x", 0)
                .at(8, "a", "x", 7)
                .at(9, "c", "x", 0)
                .outputs())
        .containsExactly("3 Seen x n=5", "5 Seen x n=5", "9 Seen x n=7");
  }

  @Test
  void anInsertionTriggersOnceForEachNewCombination() {
    assertThat(
            tale("rule Shut when B( k == \"never\" ) over window:time(1ms) $o : Open() then delete($o); end\n"
                    + "rule Begin when A( $k : k, $v : v ) then insert(new Open($k, $v)); end\n"
                    + "rule Both when $o : Open( $k : k, $n : n ) Open( k == $k, n > $n, $m : n )"
                    + " then alerts.raise($k, \"n\", $n, \"m\", $m); end\n"
                    + "rule Late when C( $k : k, $v : v ) over window:time(10ms) Open( k == $k, $n : n )"
                    + " then alerts.raise($k, \"v\", $v, \"n\", $n); end\n")
                .at(1, "a", "x", 2)
                .at(2, "c", "x", 9)
                .at(3, "a", "x", 1)
                .at(4, "a", "x", 3)
                .at(12, "a", "x", 3)
                .outputs())
        .containsExactly(
            "2 Late x v=9,n=2",
            "3 Both x n=1,m=2",
            "3 Late x v=9,n=1",
            "4 Both x n=2,m=3",
            "4 Both x n=1,m=3",
            "4 Late x v=9,n=3",
            "12 Both x n=2,m=3",
            "12 Both x n=1,m=3");
  }

  @Test
  void aModifiedFactIsTheOldOneGoneAndTheNewOneArrived() {
    assertThat(
            tale(OPEN_AND_SHUT
                    + SEEN
                    + """
                        rule Count when A( $k : k, $v : v ) over window:time(1ms) $o : Open( k == $k, n < $v )
                        then modify($o) { setN($v) } end
                        rule High when Open( $k : k, $n : n, n > 5 ) then alerts.raise($k, "n", $n); end
                        """)
                .at(1, "a", "x", 1)
                .at(2, "a", "x", 7)
                .at(3, "a", "x", 4)
                .at(4, "a", "x", 9)
                .at(5, "c", "x", 0)
                .outputs())
        .containsExactly("2 High x n=7", "4 High x n=9", "5 Seen x n=9");
  }

  @Test
  void whatIsThereWhenTheMatchIsDecidedCounts() {
    assertThat(
            tale(OPEN_AND_SHUT
                    + """
                        rule Wait when $c : C( $k : k, $v : v ) not C( k == $k, v == 0, this after[1ms,10ms] $c )
                          not Open( k == $k ) then alerts.raise($k, "v", $v); end
                        """)
                .at(1, "a", "x", 1)
                .at(2, "c", "x", 1)
                .at(5, "b", "x", 1)
                .at(7, "c", "x", 2)
                .at(12, "a", "x", 1)
                .outputs())
        .as("gone at 12 before the deadline of the first, there at 17")
        .isEmpty();
    assertThat(
            tale(OPEN_AND_SHUT
                    + """
                        rule Sum when C( $k : k ) exists Open( k == $k ) accumulate( Open( k == $k, $n : n ) ; $s : sum($n) )
                        then alerts.raise($k, "s", $s); end
                        """)
                .at(1, "c", "x", 1)
                .at(2, "a", "x", 4)
                .at(3, "c", "x", 1)
                .at(4, "b", "x", 1)
                .at(5, "c", "x", 1)
                .outputs())
        .containsExactly("3 Sum x s=4");
  }

  @Test
  void aMatchThatWaitsEndsWithItsFact() {
    assertThat(
            tale(OPEN_AND_SHUT
                    + """
                        rule Wait when $c : C( $k : k ) over window:time(1ms) Open( k == $k, $n : n )
                          not C( k == $k, this after[1ms,10ms] $c ) then alerts.raise($k, "n", $n); end
                        """)
                .at(1, "a", "x", 1)
                .at(2, "c", "x", 1)
                .at(1, "a", "y", 2)
                .at(2, "c", "y", 1)
                .at(3, "b", "y", 1)
                .outputs())
        .containsExactly("12 Wait x n=1");
  }

  @Test
  void aFactExpiresAtTheBeginningOfItsInstant() {
    assertThat(
            tale("""
                    rule Begin when A( $k : k, $v : v ) then insert(new Mark($k, $v)); end
                    rule Count when C( $k : k ) accumulate( Mark( k == $k, $n : n ) ; $l : collectList($n) )
                    then alerts.raise($k, "l", $l); end
                    """)
                .at(0, "a", "x", 1)
                .at(1, "a", "x", 2)
                .at(9_999, "c", "x", 0)
                .at(10_000, "c", "x", 0)
                .at(10_001, "c", "x", 0)
                .outputs())
        .containsExactly("9999 Count x l=[1, 2]", "10000 Count x l=[2]", "10001 Count x l=[]");
  }

  @Test
  void aWindowLooksAtTheFactsOfItsGroup() {
    assertThat(
            tale(OPEN_AND_SHUT
                    + """
                        rule Many when groupby( C( $k : k ) over window:time(1m) ; $key : $k ; $n : count(1) ; $n >= 2 )
                          exists Open( k == $key ) then alerts.raise($key, "n", $n); end
                        """)
                .at(1, "c", "x", 1)
                .at(2, "c", "x", 1)
                .at(3, "a", "x", 1)
                .at(4, "c", "y", 1)
                .at(5, "c", "y", 1)
                .at(6, "c", "x", 1)
                .outputs())
        .containsExactly("6 Many x n=3");
  }

  @Test
  void allRulesSeeAnEntryWithTheFactsAsTheyWere() {
    assertThat(
            tale("""
                    rule Take salience 10 when C( $k : k ) over window:time(1ms) $o : Open( k == $k ) then delete($o); end
                    rule Seen when C( $k : k ) over window:time(1ms) Open( k == $k, $n : n ) then alerts.raise($k, "n", $n); end
                    rule Begin when A( $k : k, $v : v ) then insert(new Open($k, $v)); end
                    rule One salience 9 when B( $k : k, $v : v ) over window:time(1ms) $o : Open( k == $k, n < $v )
                    then modify($o) { setN($o.getN() + 1) } end
                    rule Two salience 8 when B( $k : k, $v : v ) over window:time(1ms) $o : Open( k == $k, n == $v )
                    then modify($o) { setN(100) } alerts.raise($k, "hundred", $v); end
                    """)
                .at(1, "a", "x", 1)
                .at(2, "b", "x", 4)
                .at(3, "c", "x", 0)
                .at(4, "c", "x", 0)
                .outputs())
        .as("counted up to 4 by modifications that trigger One again, then set to 100")
        .containsExactly("2 Two x hundred=4", "3 Seen x n=100");
  }

  @Test
  void aRuleThatThrowsLeavesNoTrace() {
    Tale tale =
        tale(
            OPEN_AND_SHUT
                + SEEN
                + """
                rule Spoil when A( $k : k, v == 0 ) over window:time(1ms) $o : Open( k == $k )
                then modify($o) { setN(66) } insert(new Open($k, 77)); int x = 1 / ($o.getN() - 66); end
                rule Sly when A( $k : k, v == 1 ) over window:time(1ms) $o : Open( k == $k )
                then $o.setN(55); alerts.raise($k, "sly", $o.getN()); end
                """);
    assertThat(
            tale.at(1, "a", "x", 5)
                .at(2, "a", "x", 0)
                .at(3, "a", "x", 1)
                .at(4, "c", "x", 0)
                .outputs())
        .containsExactly("3 Sly x sly=55", "4 Seen x n=5");
    assertThat(tale.faults()).singleElement().asString().contains("Spoil");
  }

  @Test
  void rulesThatTriggerEachOtherForEverAreStopped() {
    Tale tale =
        tale(OPEN_AND_SHUT
                + SEEN
                + """
                    rule Ping when $o : Open( $k : k, n > 10, n % 2 == 0 ) then modify($o) { setN($o.getN() + 1) } end
                    rule Pong when $o : Open( $k : k, n > 10, n % 2 == 1 ) then modify($o) { setN($o.getN() + 1) } end
                    """)
            .yaml("limits: {firings: 100}\n");
    assertThat(tale.at(1, "a", "x", 11).at(2, "c", "x", 0).outputs())
        .as("the hundred that were allowed have happened")
        .containsExactly("2 Seen x n=111");
    assertThat(tale.faults())
        .singleElement()
        .asString()
        .contains("together with the other rules")
        .contains("Pong");
  }

  @Test
  void noLoopKeepsARuleFromTriggeringItself() {
    assertThat(
            tale(OPEN_AND_SHUT
                    + SEEN
                    + "rule Once no-loop when $o : Open( $k : k, n > 10 ) then modify($o) { setN($o.getN() + 1) } end\n")
                .at(1, "a", "x", 11)
                .at(2, "c", "x", 0)
                .outputs())
        .containsExactly("2 Seen x n=12");
  }

  @Test
  void anotherKeyThanThatOfItsCauseIsAFault() {
    Tale tale =
        tale(
            OPEN_AND_SHUT
                + SEEN
                + """
                rule Move when A( $k : k, v == 0 ) over window:time(1ms) $o : Open( k == $k )
                then modify($o) { setK("y") } end
                """);
    assertThat(tale.at(1, "a", "x", 5).at(2, "a", "x", 0).at(3, "c", "x", 0).outputs())
        .containsExactly("3 Seen x n=5");
    assertThat(tale.faults())
        .singleElement()
        .asString()
        .contains("The key [y] of [Open] is not that of its cause, [x].");
  }

  @Test
  void whatHasNoPlaceIsNotBelievedToBeAbsent() {
    Tale tale =
        tale(OPEN_AND_SHUT
                + "rule Free when C( $k : k ) not Open( k == $k ) then alerts.raise($k); end\n")
            .yaml("limits: {events: 8}\n");
    for (int i = 0; i < 10; i++) {
      tale.at(i, "a", "k" + i, 0);
    }
    assertThat(tale.at(8, "c", "free", 0).at(20, "c", "k0", 0).at(20, "c", "new", 0).outputs())
        .as("nine facts have a place, with the reserve; then the type lacks one")
        .containsExactly("8 Free free");
  }

  @Test
  void factsWithoutACommonKeyLiveInOnePlace() {
    Tale tale =
        tale(
            "rule Shut when B() over window:time(1ms) $o : Open() then delete($o); end\n"
                + "rule Begin when A( $k : k, $v : v ) then insert(new Open($k, $v)); end\n"
                + "rule All when C( $v : v ) over window:time(1ms) accumulate( Open( $n : n ) ; $s : sum($n) )"
                + " then alerts.raise(\"all\", \"s\", $s); end\n");
    assertThat(tale.plan().keyGroups()).singleElement().matches(KeyGroup::isKeyless);
    assertThat(
            tale.at(1, "a", "x", 1)
                .at(2, "a", "y", 2)
                .at(3, "c", "z", 0)
                .at(4, "b", "", 0)
                .at(5, "c", "", 0)
                .outputs())
        .containsExactly("3 All all s=3", "5 All all s=0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TOC-P330 | query marks( String $q ) Mark( $q := k ) end rule X when C( $k : k ) ?marks( $k; ) then insert(new Mark($k, 1)); end rule Y when Mark( $k : k ) then alerts.raise($k); end
          TOC-P302 | rule X when C( $k : k ) not Open( k == $k ) then alerts.raise($k); end
          TOC-P321 | rule X when C( $k : k ) not Open( k == $k ) then insert(new Open($k, 1)); end
          TOC-P320 | rule X when C( $k : k ) then insert(new Mark($k, 1)); end
          TOC-P315 | rule X when C( $k : k ) Mark( k == $k ) then alerts.raise($k); end rule Y when A( $k : k ) then insert(new Mark($k, 1)); end
          TOC-P322 | rule X when C( $k : k ) accumulate( $m : Mark( k == $k ) ; $l : collectList($m) ) then alerts.raise($k); end rule Y when A( $k : k ) then insert(new Mark($k, 1)); end
          TOC-P201 | rule X when C( $k : k ) $r : Row( k == $k ) then modify($r) { setN(1) } end
          TOC-P201 | rule X when C( $k : k ) $r : Row( k == $k ) then $r.setN(1); alerts.raise($k); end
          TOC-P201 | rule X when $c : C( $k : k ) then delete($c); end
          TOC-P308 | rule X when C( $k : k ) over window:time(1ms) $m : Mark( k == $k ) then insert($m); end
          """)
  void whatCannotBeMeantIsRefused(String code, String rules) {
    assertThatThrownBy(() -> tale(rules).plan()).hasMessageContaining(code);
  }
}
