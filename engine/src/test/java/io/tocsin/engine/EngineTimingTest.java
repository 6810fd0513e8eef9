package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One small story for each piece of metadata about time: events in, alerts out. */
class EngineTimingTest extends FeatureStories {
  @AfterEach
  void noRuleFailed() {
    assertThat(faults).isEmpty();
  }

  private static final String BURST =
      " when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $n >= 2 ) then ";

  @Test
  void forRaisesOnceWhenTheConditionHasHeldForLongEnough() {
    Engine engine = engine("rule R @for(3s)" + BURST + "alerts.raise($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 8_000, "x", 1); // true until 10 s
    a(engine, 20_000, "x", 1);
    a(engine, 21_000, "x", 1); // true from here until 30 s
    a(engine, 22_000, "x", 1);
    a(engine, 24_000, "x", 1);
    a(engine, 26_000, "x", 1);
    engine.finish();
    assertThat(alerts).containsExactly("24000 R x raised n=4");
    assertThat(raw.get(0).explanation().deadline()).isEqualTo(1_024_000);
  }

  @Test
  void whatEndsAtTheVeryEndOfForHasNotHeld() {
    Engine engine = engine("rule R @for(9s)" + BURST + "alerts.raise($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 1_000, "x", 1); // true until 10 s
    a(engine, 20_000, "y", 1);
    a(engine, 20_999, "y", 1); // true until 30 s
    engine.finish();
    assertThat(alerts).containsExactly("29999 R y raised n=2");
  }

  @Test
  void keepFiringForBridgesGaps() {
    Engine engine =
        engine("rule R @keepFiringFor(5s)" + BURST + "alerts.open($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 1_000, "x", 1); // true until 10 s
    a(engine, 14_000, "x", 1);
    a(engine, 15_000, "x", 1); // at the end of 5 s: true until 24 s
    engine.finish();
    assertThat(alerts).containsExactly("1000 R x open n=2", "29000 R x resolved n=2");
  }

  @Test
  void forAndKeepFiringForTogether() {
    Engine engine =
        engine("rule R @for(2s) @keepFiringFor(5s)" + BURST + "alerts.open($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 9_000, "x", 1); // true until 10 s: too short
    a(engine, 30_000, "x", 1);
    a(engine, 31_000, "x", 1); // true until 40 s
    engine.finish();
    assertThat(alerts).containsExactly("33000 R x open n=2", "45000 R x resolved n=2");
  }

  @Test
  void recoverEndsAnEpisodeInThePlaceOfTheCondition() {
    Engine engine =
        engine(
            "rule R @recover($n == 0, $s < 100)"
                + " when groupby( A( $k : k, $v : v ) over window:time(10s); $key : $k; $n : count(1), $s : sum($v); $n >= 3 )"
                + " then alerts.open($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 1_000, "x", 1);
    a(engine, 2_000, "x", 1);
    a(engine, 11_500, "x", 1);
    engine.finish();
    assertThat(alerts).containsExactly("2000 R x open n=3", "21500 R x resolved n=3");
  }

  @Test
  void cooldownHoldsBackAndCounts() {
    Engine engine =
        engine(
            "rule R @cooldown(10s) when A( $k : k, $v : v ) then alerts.raise($k, \"v\", $v); end");
    a(engine, 0, "x", 1);
    a(engine, 1_000, "x", 2);
    a(engine, 2_000, "y", 3);
    a(engine, 9_999, "x", 4);
    a(engine, 10_000, "x", 5);
    a(engine, 10_001, "x", 6);
    engine.finish();
    assertThat(alerts)
        .containsExactly("0 R x raised v=1", "2000 R y raised v=3", "10000 R x raised v=5");
    assertThat(raw.stream().map(Alert::explanation).map(why -> why.heldBack()))
        .containsExactly(0L, 0L, 2L);
  }

  @Test
  void anEpisodeOpensWhenItsCooldownIsOverIfItsConditionStillHolds() {
    Engine engine = engine("rule R @cooldown(15s)" + BURST + "alerts.open($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 1_000, "x", 1); // true until 10 s
    a(engine, 11_000, "x", 1);
    a(engine, 11_500, "x", 1); // true until 21 s; the cooldown is over at 16 s
    a(engine, 30_000, "x", 1);
    a(engine, 30_500, "x", 1); // true until 40 s; until 31 s
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "1000 R x open n=2",
            "10000 R x resolved n=2",
            "16000 R x open n=2",
            "21000 R x resolved n=2",
            "31000 R x open n=2",
            "40000 R x resolved n=2");
  }

  @Test
  void updateTellsChangedFieldsOfAnOpenEpisodeNotTooOften() {
    Engine engine = engine("rule R @update(3s)" + BURST + "alerts.open($key, \"n\", $n); end");
    a(engine, 0, "x", 1);
    a(engine, 1_000, "x", 1);
    a(engine, 2_000, "x", 1);
    a(engine, 8_000, "x", 1);
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "1000 R x open n=2",
            "4000 R x open n=3",
            "8000 R x open n=4",
            "11000 R x open n=2",
            "12000 R x resolved n=2");
    assertThat(raw.stream().map(Alert::revision)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void everyJudgesAtTheEndsOfItsPeriodOnly() {
    Engine engine =
        engine(
            "rule R @every(10s) when groupby( A( $k : k ) over window:time(10s); $key : $k; $n : count(1); $n != 2 )"
                + " then alerts.raise($key, \"n\", $n); end");
    a(engine, 1, "x", 1);
    a(engine, 2_000, "x", 1);
    a(engine, 3_000, "y", 1);
    a(engine, 10_000, "x", 1); // belongs to the period that ends there
    a(engine, 10_001, "x", 1);
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "10000 R y raised n=1",
            "10000 R x raised n=3",
            "20000 R y raised n=0",
            "20000 R x raised n=1",
            "30000 R x raised n=0");
  }

  @Test
  void hoppingWindowsOverlap() {
    Engine engine =
        engine(
            "rule R @every(5s) when accumulate( A( $v : v ) over window:time(10s); $s : sum($v); $s > 0 )"
                + " then alerts.raise(null, \"s\", $s); end");
    a(engine, 1, "x", 1);
    a(engine, 6_000, "x", 2);
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "5000 R null raised s=1", "10000 R null raised s=3", "15000 R null raised s=2");
  }

  @Test
  void aSessionIsTheRunOfEventsWithGapsBelowItsOwn() {
    Engine engine =
        engine(
            "rule R @session(5s) when groupby( A( $k : k, $v : v ); $key : $k; $n : count(1), $s : sum($v); $n >= 3 )"
                + " then alerts.open($key, \"n\", $n, \"s\", $s); end");
    a(engine, 0, "x", 1);
    a(engine, 4_999, "x", 2);
    a(engine, 9_998, "x", 4);
    a(engine, 10_000, "y", 9);
    a(engine, 14_998, "x", 8); // a gap of exactly 5 s
    a(engine, 15_000, "x", 16);
    engine.finish();
    assertThat(alerts).containsExactly("9998 R x open n=3,s=7", "14998 R x resolved n=3,s=7");
  }

  @Test
  void anEpisodeOfSingleEventsLastsFromTheFirstMatchToTheLast() {
    Engine engine =
        engine(
            "rule R @keepFiringFor(5s) @update(2s) when A( $k : k, $v : v, v > 3 )"
                + " then alerts.open($k, \"v\", $v); end");
    a(engine, 0, "x", 4);
    a(engine, 1_000, "x", 5);
    a(engine, 1_500, "y", 9);
    a(engine, 5_500, "x", 6);
    a(engine, 11_000, "x", 7);
    engine.finish();
    assertThat(alerts)
        .containsExactly(
            "0 R x open v=4",
            "1500 R y open v=9",
            "2000 R x open v=5",
            "5500 R x open v=6",
            "6500 R y resolved v=9",
            "10500 R x resolved v=6",
            "11000 R x open v=7",
            "16000 R x resolved v=7");
  }
}
