package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.testing.Tale;
import org.junit.jupiter.api.Test;

/** What {@code insert(new Type(...))} of an event does, and to whom. */
class InsertedEventsTest {
  private static final String TYPES =
      """
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
  private static final String COUNTING =
      """
      rule Count when groupby( Hot( $k : k, $n : n ) over window:time(10s) ; $key : $k ;
        $all : collectList($n), $c : count(1) ; $c >= 2 )
      then alerts.raise($key, "all", $all); end
      """;

  private static Tale tale(String rules) {
    return Tale.of(TYPES + rules).source("a", "A");
  }

  @Test
  void itIsThereAtTheSameInstantBeforeTheNextEntryAndGoesToNoTopic() {
    assertThat(
            tale("""
                    rule Insert when A( $k : k, $v : v, v > 1 ) then insert(new Hot($k, $v, 0)); end
                    rule Seen when $a : A( $k : k, $v : v )
                      accumulate( Hot( k == $k, this before[0s,5s] $a ) ; $n : count(1) ; $n >= 1 )
                    then alerts.raise($k, "v", $v, "n", $n); end
                    """)
                .at(1, "a", "x", 2)
                .at(1, "a", "x", 3)
                .at(1, "a", "y", 3)
                .at(2, "a", "x", 1)
                .outputs())
        .as("no output beside alerts, as out.emit would have")
        .containsExactly("1 Seen x v=3,n=1", "2 Seen x v=1,n=2");
  }

  @Test
  void itsTimeIsThatOfTheMatchWhereItIsNotSet() {
    assertThat(
            tale("""
                    rule Insert when $a : A( $k : k, v == 1 ) not A( k == $k, v == 2, this after[0s,5s] $a )
                    then insert(new Hot($k, 7, 0)); Hot h = new Hot(); h.setK($k); h.setN(8); insert(h); h.setN(9); end
                    rule Seen when Hot( $k : k, $n : n, $at : at ) then alerts.raise($k, "n", $n, "at", $at); end
                    """)
                .at(1, "a", "x", 1)
                .outputs())
        .as("at the deadline, in the order of the calls, as they were when they were inserted")
        .containsExactly("5001 Seen x n=7,at=1005001", "5001 Seen x n=8,at=1005001");
  }

  @Test
  void aWindowThatIsLeftInsertsForItsGroup() {
    assertThat(
            tale("""
                    rule Quiet when groupby( A( $k : k ) over window:time(5s) ; $key : $k ; $c : count(1) ; $c == 0 )
                    then insert(new Hot($key, 1, 0)); end
                    rule Seen when Hot( $k : k, $at : at ) then alerts.raise($k, "at", $at); end
                    """)
                .at(1, "a", "x", 1)
                .at(2, "a", "y", 1)
                .outputs())
        .containsExactly("5001 Seen x at=1005001", "5002 Seen y at=1005002");
  }

  @Test
  void theKeyIsWhatAllThatSeeItAgreeOn() {
    Tale tale =
        tale(
            "rule Insert when A( $k : k, $v : v ) then insert(new Hot($k, $v, 0)); end\n"
                + COUNTING);
    assertThat(tale.plan().keyGroups())
        .singleElement()
        .satisfies(group -> assertThat(group.name()).isEqualTo("k"));
    assertThat(tale.at(1, "a", "x", 1).at(2, "a", "y", 2).at(3, "a", "x", 3).outputs())
        .containsExactly("3 Count x all=[1, 3]");
  }

  @Test
  void anotherKeyThanThatOfItsCauseIsAFault() {
    Tale tale =
        tale(
            """
            rule Insert when groupby( A( $k : k ) over window:time(10s) ; $key : $k ; $c : count(1) ; $c >= 1 )
            then Hot h = new Hot($key, 1, 0); insert(h); Hot g = h; if ($c > 1) { g.setK($key + "!"); insert(g); } end
            """
                + COUNTING);
    assertThat(tale.at(1, "a", "x", 1).at(2, "a", "x", 1).outputs()).isEmpty();
    assertThat(tale.faults())
        .singleElement()
        .asString()
        .contains("The key [x!] of [Hot] is not that of its cause, [x].");
  }

  @Test
  void whereAKeyCannotBeSeenAllIsEvaluatedInOnePlace() {
    Tale tale =
        tale(
            "rule Insert when A( $k : k ) then insert(new Hot($k + \"!\", 1, 0)); end\n"
                + COUNTING);
    assertThat(tale.plan().keyGroups()).singleElement().matches(KeyGroup::isKeyless);
    assertThat(tale.at(1, "a", "x", 1).at(2, "a", "x", 2).outputs())
        .containsExactly("2 Count x! all=[1, 1]");
  }

  @Test
  void aRuleThatThrowsHasInsertedNothing() {
    Tale tale =
        tale(
            "rule Insert when A( $k : k, $v : v ) then insert(new Hot($k, 1 / $v, 0)); int x = 1 / ($v - 1); end\n"
                + COUNTING);
    assertThat(
            tale.at(1, "a", "x", 1)
                .at(2, "a", "x", 0)
                .at(3, "a", "x", 2)
                .at(4, "a", "x", 3)
                .outputs())
        .containsExactly("4 Count x all=[0, 0]");
    assertThat(tale.faults()).hasSize(2);
  }

  @Test
  void circlesAreRefused() {
    assertThatThrownBy(
            () ->
                tale("rule X when A( $k : k ) then insert(new Hot($k, 1, 0)); end\n"
                        + "rule Y when Hot( $k : k ) then A a = new A(); a.setK($k); insert(a); end")
                    .plan())
        .hasMessageContaining("TOC-P310")
        .hasMessageContaining("[X");
  }

  @Test
  void anEventThatNoRuleUsesIsRefused() {
    assertThatThrownBy(
            () -> tale("rule X when A( $k : k ) then insert(new Hot($k, 1, 0)); end").plan())
        .hasMessageContaining("TOC-P320")
        .hasMessageContaining("[Hot]");
  }

  @Test
  void whatIsThereAlreadyIsNotInserted() {
    assertThatThrownBy(() -> tale("rule X when $a : A( $k : k ) then insert($a); end").plan())
        .hasMessageContaining("TOC-P308")
        .hasMessageContaining("insert(new A(...))");
  }
}
