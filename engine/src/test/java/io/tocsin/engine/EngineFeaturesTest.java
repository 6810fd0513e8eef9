package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One small story for each construct over single events: events in, alerts out. */
class EngineFeaturesTest extends FeatureStories {
  @Test
  void aSinglePatternRaisesOnceForEachEvent() {
    Engine engine =
        engine("rule R when A( $k : k, v > 3, $v : v ) then alerts.raise($k, \"v\", $v); end");
    useless(engine, "a", 1, "x", 3);
    a(engine, 2, "x", 4);
    a(engine, 2, "y", 5);
    engine.finish();
    assertThat(alerts).containsExactly("2 R x raised v=4", "2 R y raised v=5");
  }

  @Test
  void aSequenceRaisesForEachPairWithinItsBounds() {
    Engine engine =
        engine(
            "rule R when $a : A( $k : k ) $b : B( k == $k, this after[1ms,10s] $a )"
                + " then alerts.raise($k, \"a\", $a.getV(), \"b\", $b.getV()); end");
    a(engine, 0, "x", 1);
    a(engine, 5_000, "x", 2);
    b(engine, 5_000, "x", 10);
    b(engine, 10_000, "x", 11);
    b(engine, 10_001, "x", 12);
    b(engine, 10_001, "y", 13);
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "5000 R x raised a=1,b=10",
            "10000 R x raised a=1,b=11",
            "10000 R x raised a=2,b=11",
            "10001 R x raised a=2,b=12");
    assertThat(raw.stream().map(Alert::id)).doesNotHaveDuplicates();
  }

  @Test
  void anAbsenceIsDecidedAtItsDeadlineAfterAllEventsOfThatInstant() {
    Engine engine =
        engine(
            "rule R when $a : A( $k : k ) not B( k == $k, this after[0s,10s] $a )"
                + " then alerts.raise($k, \"v\", $a.getV()); end");
    a(engine, 0, "exact", 1);
    a(engine, 0, "late", 2);
    a(engine, 3, "none", 3);
    b(engine, 10_000, "exact", 0);
    b(engine, 10_001, "late", 0);
    engine.finish();
    assertThat(alerts).containsExactly("10000 R late raised v=2", "10003 R none raised v=3");
    assertThat(raw.get(0).explanation().deadline()).isEqualTo(1_010_000);
  }

  @Test
  void anAbsenceBeforeIsDecidedAtTheEndOfTheTriggersInstant() {
    Engine engine =
        engine(
            "rule R when $a : A( $k : k ) not B( k == $k, this before[0s,10s] $a )"
                + " then alerts.raise($k, \"v\", $a.getV()); end");
    b(engine, 0, "x", 0);
    a(engine, 10_000, "x", 1);
    a(engine, 10_001, "x", 2);
    a(engine, 20_000, "y", 3);
    engine.finish();
    assertThat(alerts).containsExactly("10001 R x raised v=2", "20000 R y raised v=3");
  }

  @Test
  void anExistsRaisesOnceForEachMatchWhenItIsFirstSatisfied() {
    Engine engine =
        engine(
            "rule R when $a : A( $k : k ) exists B( k == $k, this after[0s,10s] $a )"
                + " then alerts.raise($k, \"v\", $a.getV()); end");
    a(engine, 0, "x", 1);
    b(engine, 1, "x", 0);
    b(engine, 2, "x", 0);
    a(engine, 3, "x", 2);
    b(engine, 4, "x", 0);
    engine.finish();
    assertThat(alerts).containsExactly("1 R x raised v=1", "4 R x raised v=2");
  }

  @Test
  void anOrIsTwoAlternatives() {
    Engine engine =
        engine(
            "rule R when ( A( $k : k, v > 5 ) or B( $k : k, v > 5 ) )"
                + " then alerts.raise($k); end");
    a(engine, 1, "a", 6);
    b(engine, 2, "b", 6);
    useless(engine, "b", 3, "b", 5);
    engine.finish();
    assertThat(alerts).containsExactly("1 R a raised ", "2 R b raised ");
  }

  @Test
  void fromTakesEachElementOfAnEventsOwnField() {
    Engine engine =
        engine(
            "rule R when $a : A( $k : k ) $t : String( this.startsWith(\"h\") ) from $a.tags"
                + " then alerts.raise($k, \"tag\", $t); end");
    engine.publish("a", "{\"k\":\"x\",\"v\":1,\"tags\":[\"hi\",\"lo\",\"ho\"],\"at\":1000001}");
    engine.finish();
    assertThat(alerts).containsExactly("1 R x raised tag=hi", "1 R x raised tag=ho");
  }

  @ParameterizedTest
  @ValueSource(strings = {"List", "ArrayList", "Collection", "Set", "HashSet"})
  void collectGathersWhatArrivedBeforeItsTrigger(String collection) {
    Engine engine =
        engine(
            "rule R when $b : B( $k : k ) $l : java.util."
                + collection
                + "( size >= 2 ) from collect("
                + " A( k == $k, this before[0s,10s] $b ) )"
                + " then alerts.raise($k, \"n\", $l.size()); end");
    a(engine, 0, "x", 1);
    b(engine, 1, "x", 1);
    a(engine, 2, "x", 1);
    b(engine, 3, "x", 1);
    b(engine, 10_001, "x", 1);
    engine.finish();
    assertThat(alerts).containsExactly("3 R x raised n=2");
  }

  @Test
  void anAccumulateTiedToATriggerCountsWhatArrivedBefore() {
    Engine engine =
        engine(
            "rule R when $b : B( $k : k ) accumulate( A( k == $k, $v : v, this before[0ms,9999ms] $b );"
                + " $n : count(1), $avg : average($v); $n >= 1 )"
                + " then alerts.raise($k, \"n\", $n, \"avg\", $avg); end");
    a(engine, 0, "x", 1);
    a(engine, 1, "x", 4);
    b(engine, 9_999, "x", 1);
    b(engine, 10_000, "x", 1);
    b(engine, 10_001, "x", 1);
    a(engine, 10_001, "x", 9);
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "9999 R x raised n=2,avg=2.5",
            "10000 R x raised n=1,avg=4.0",
            "10001 R x raised n=1,avg=9.0");
  }

  @Test
  void forallRaisesWhereNoEventOfThePeriodViolatesIt() {
    Engine engine =
        engine(
            "rule R when $h : Hot( $k : k ) forall( Hot( n > 3 ) ) then alerts.raise($k, \"n\", $h.getN()); end");
    engine.publish("hot", "{\"k\":\"x\",\"n\":5,\"at\":1000001}");
    engine.publish("hot", "{\"k\":\"x\",\"n\":3,\"at\":1000002}");
    engine.publish("hot", "{\"k\":\"x\",\"n\":9,\"at\":1000003}");
    engine.finish();
    assertThat(alerts).containsExactly("1 R x raised n=5");
  }

  @Test
  void forallOverTheEventsOfAPatternAsksTheOtherPatternOfEach() {
    Engine engine =
        engine(
            "rule R when $b : B( $k : k, $w : v ) forall( $a : A( k == $k, this before[0s,10s] $b )"
                + " A( this == $a, $v : v, $v > 3 || $v < $w ) )"
                + " then alerts.raise($k, \"w\", $w); end");
    assertThat(engine.plan().keyGroups().get(0).name()).isEqualTo("k");
    b(engine, 0, "x", 1);
    a(engine, 1, "x", 5);
    b(engine, 2, "x", 2);
    a(engine, 3, "x", 3);
    a(engine, 3, "y", 0);
    b(engine, 4, "x", 3);
    b(engine, 5, "x", 4);
    b(engine, 10_004, "x", 3);
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "0 R x raised w=1", "2 R x raised w=2", "5 R x raised w=4", "10004 R x raised w=3");
  }
}
