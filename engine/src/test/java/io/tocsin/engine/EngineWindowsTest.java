package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.session.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One small story for each kind of window and of state: events in, alerts out. */
class EngineWindowsTest extends FeatureStories {
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
