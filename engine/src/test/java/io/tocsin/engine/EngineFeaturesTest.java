package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.session.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One small story for each construct of the rule language: events in, alerts out. */
class EngineFeaturesTest {
  private static final String TYPES =
      """
      package features
      declare A @role(event) @timestamp(at)
        k : String
        v : int
        tags : java.util.List
        at : long
      end
      declare B @role(event) @timestamp(at)
        k : String
        v : int
        at : long
      end
      declare Hot @role(event) @timestamp(at) @expires(1h)
        k : String
        n : long
        at : long
      end
      declare Customer
        id : String
        vip : boolean
      end
      """;

  private static final String YAML =
      """
      name: features
      version: 1.0.0
      sources:
        - {topic: a, type: A, time: at, lateness: 0s}
        - {topic: b, type: B, time: at, lateness: 0s}
        - {topic: hot, type: Hot, time: at, lateness: 0s}
      tables:
        - {topic: customers, type: Customer, key: id}
      """;

  private final List<String> alerts = new ArrayList<>();
  private final List<Alert> raw = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  private Engine engine(String rules) {
    return Engine.builder()
        .pack(PackLoader.parse(YAML, List.of(new DrlFile("features.drl", TYPES + rules))))
        .onAlert(
            alert -> {
              raw.add(alert);
              alerts.add(
                  (alert.at() - 1_000_000)
                      + " "
                      + alert.rule()
                      + " "
                      + alert.key()
                      + " "
                      + alert.status().label()
                      + " "
                      + alert.fields().entrySet().stream()
                          .map(e -> e.getKey() + "=" + e.getValue())
                          .collect(Collectors.joining(",")));
            })
        .onFault(faults::add)
        .build();
  }

  private static void a(Engine engine, long at, String k, int v) {
    assertThat(
            engine.publish(
                "a", "{\"k\":\"%s\",\"v\":%d,\"at\":%d}".formatted(k, v, 1_000_000 + at)))
        .isInstanceOf(Published.Accepted.class);
  }

  private static void b(Engine engine, long at, String k, int v) {
    assertThat(
            engine.publish(
                "b", "{\"k\":\"%s\",\"v\":%d,\"at\":%d}".formatted(k, v, 1_000_000 + at)))
        .isInstanceOf(Published.Accepted.class);
  }

  @Test
  void aSinglePatternRaisesOnceForEachEvent() {
    Engine engine =
        engine("rule R when A( $k : k, v > 3, $v : v ) then alerts.raise($k, \"v\", $v); end");
    a(engine, 1, "x", 3);
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
    b(engine, 3, "b", 5);
    engine.finish();
    assertThat(alerts).containsExactly("1 R a raised ", "2 R b raised ");
  }

  @Test
  void aWindowJudgesWhatLeavesOnlyWhereItTurnsTheConditionTrue() {
    Engine engine =
        engine(
            "rule R when groupby( A( $k : k ) over window:time(60s); $key : $k; $n : count(1); $n < 3 )"
                + " then alerts.raise($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 10_000, "x", 1);
    a(engine, 20_000, "x", 1);
    engine.finish();
    assertThat(alerts)
        .containsExactly("0 R x raised n=1", "10000 R x raised n=2", "60000 R x raised n=2");
  }

  @Test
  void anEventThatEntersAtTheInstantOfALeavingDecidesAlone() {
    Engine engine =
        engine(
            "rule R when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n < 2 )"
                + " then alerts.raise($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 1, "x", 1);
    a(engine, 10_000, "x", 1);
    engine.finish();
    assertThat(alerts).containsExactly("0 R x raised n=1", "10001 R x raised n=1");
  }

  @Test
  void aLengthWindowHoldsTheLastEventsOfItsGroup() {
    Engine engine =
        engine(
            "rule R when groupby( A( $k : k, $v : v ) over window:length(2); $key : $k;"
                + " $s : sum($v), $m : max($v); $s >= 10 )"
                + " then alerts.raise($key, \"s\", $s, \"m\", $m); end");
    a(engine, 1, "x", 9);
    a(engine, 2, "y", 9);
    a(engine, 3, "x", 1);
    a(engine, 4, "x", 8);
    a(engine, 5, "x", 2);
    engine.finish();
    assertThat(alerts).containsExactly("3 R x raised s=10,m=9", "5 R x raised s=10,m=8");
  }

  @Test
  void anEpisodeOpensAndResolvesWithItsWindow() {
    Engine engine =
        engine(
            "rule R when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 )"
                + " then alerts.open($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 1_000, "x", 1);
    a(engine, 2_000, "x", 1);
    a(engine, 30_000, "x", 1);
    engine.finish();
    assertThat(alerts).containsExactly("1000 R x open n=2", "11000 R x resolved n=2");
    assertThat(raw.get(1).id()).isEqualTo(raw.get(0).id());
    assertThat(raw.stream().map(Alert::revision)).containsExactly(1, 2);
  }

  @Test
  void aDerivedEventMeetsTheOtherRulesAtItsOwnInstant() {
    Engine engine =
        engine(
            "rule Detect when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n >= 2 )"
                + " then out.emit(\"hot\", $key, \"k\", $key, \"n\", $n); end\n"
                + "rule All when accumulate( Hot( $n : n ) over window:time(10s); $c : count(1), $s : sum($n); $c >= 2 )"
                + " then alerts.raise(null, \"c\", $c, \"s\", $s); end");
    a(engine, 0, "x", 1);
    a(engine, 1_000, "x", 1);
    a(engine, 1_500, "y", 1);
    a(engine, 1_600, "y", 1);
    engine.finish();
    assertThat(alerts).containsExactly("1600 All null raised c=2,s=4");
    assertThat(engine.counters().emitted()).isEqualTo(2);
  }

  @Test
  void aTableJoinsAtItsPlaceAndTriggersNothing() {
    Engine engine =
        engine(
            "rule R when $a : A( $k : k ) Customer( id == $k, vip ) then alerts.raise($k, \"v\", $a.getV()); end");
    a(engine, 1, "x", 1);
    a(engine, 2, "q", 0);
    engine.publish("customers", "{\"id\":\"x\",\"vip\":true}");
    a(engine, 3, "x", 2);
    a(engine, 4, "q", 0);
    engine.publish("customers", "{\"id\":\"x\",\"vip\":false}");
    a(engine, 5, "x", 3);
    a(engine, 6, "q", 0);
    engine.publish("customers", "{\"id\":\"x\",\"vip\":true}");
    engine.delete("customers", "x");
    a(engine, 7, "x", 4);
    engine.finish();
    assertThat(alerts).containsExactly("3 R x raised v=2");
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
  void aRuleThatThrowsLosesOnlyItsOwnResultForThatEntry() {
    Engine engine =
        engine(
            "rule Bad when A( $k : k, $v : v ) then alerts.raise($k, \"q\", 10 / $v); end\n"
                + "rule Good when A( $k : k ) then alerts.raise($k); end");
    a(engine, 1, "x", 2);
    a(engine, 2, "x", 0);
    a(engine, 3, "x", 5);
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "1 Bad x raised q=5",
            "1 Good x raised ",
            "2 Good x raised ",
            "3 Bad x raised q=2",
            "3 Good x raised ");
    assertThat(faults).singleElement().extracting(Fault::rule).isEqualTo("Bad");
    assertThat(engine.counters().faults()).containsEntry("Bad", 1L);
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

  @Test
  void savedAndRestoredItContinuesIdentically() {
    String rules =
        "rule W when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k;"
            + " $n : count(1), $s : sum($v), $min : min($v), $set : collectSet($v); $n >= 2 )"
            + " then alerts.open($key, \"n\", $n, \"s\", $s, \"min\", $min, \"set\", $set); end\n"
            + "rule N when $a : A( $k : k ) not B( k == $k, this after[0s,5s] $a ) then alerts.raise($k, \"v\", $a.getV()); end\n"
            + "rule S when $a : A( $k : k ) $b : B( k == $k, this after[0s,5s] $a ) then alerts.raise($k, \"b\", $b.getV()); end";
    Engine straight = engine(rules);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      feed(straight, i);
    }
    straight.finish();
    expected.addAll(alerts);
    alerts.clear();
    Engine engine = engine(rules);
    for (int i = 0; i < 40; i++) {
      byte[] state = engine.save();
      engine =
          Engine.builder()
              .plan(engine.plan())
              .onAlert(
                  alert ->
                      alerts.add(
                          (alert.at() - 1_000_000)
                              + " "
                              + alert.rule()
                              + " "
                              + alert.key()
                              + " "
                              + alert.status().label()
                              + " "
                              + alert.fields().entrySet().stream()
                                  .map(e -> e.getKey() + "=" + e.getValue())
                                  .collect(Collectors.joining(","))))
              .restore(state)
              .build();
      assertThat(engine.save()).isEqualTo(state);
      feed(engine, i);
    }
    engine.finish();
    assertThat(alerts).isNotEmpty().containsExactlyElementsOf(expected);
  }

  private static void feed(Engine engine, int i) {
    String key = i % 3 == 0 ? "x" : "y";
    if (i % 4 == 3) {
      b(engine, i * 900L, key, i);
    } else {
      a(engine, i * 900L, key, i % 7);
    }
  }
}
