package io.tocsin.engine.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.pack.Source;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The idle rule: lateness 1 s and idle timeout 2 s everywhere; times in milliseconds. */
class SourceClocksTest {
  private static final long NOON = 1_700_000_000_000L;
  private final SourceClocks clocks = new SourceClocks();

  private static Source source(Source.Clock clock) {
    return new Source(
        "t",
        "T",
        null,
        "at",
        Duration.ofSeconds(1),
        Duration.ofMinutes(10),
        Duration.ofSeconds(2),
        new Source.Start.Earliest(),
        clock,
        Source.Format.JSON,
        Map.of());
  }

  private PartitionClock wall() {
    return clocks.add(new PartitionClock(source(Source.Clock.WALL), NOON, NOON));
  }

  private PartitionClock log() {
    return clocks.add(new PartitionClock(source(Source.Clock.LOG), NOON, NOON));
  }

  /** Proofs of lag 0 each second up to this time after noon, and one then. */
  private static void prove(PartitionClock clock, long from, long until) {
    for (long at = from; at < until; at += 1_000) {
      clock.caughtUp(OptionalLong.of(NOON + at));
    }
    clock.caughtUp(OptionalLong.of(NOON + until));
  }

  @Test
  void theLowestPartitionCountsAndAnUnknownOneHoldsTime() {
    PartitionClock a = wall();
    PartitionClock b = wall();
    a.accepted(NOON + 10_000);
    assertThat(clocks.watermark()).isEqualTo(PartitionClock.UNKNOWN);
    b.accepted(NOON + 5_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 4_000);
    b.accepted(NOON + 1_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 4_000);
    b.accepted(NOON + 20_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 9_000);
  }

  @Test
  void byTheWallASilentPartitionFollowsTheProofsOfLagZero() {
    PartitionClock a = wall();
    PartitionClock b = wall();
    a.accepted(NOON + 10_000);
    prove(b, 0, 11_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 8_000);
    b.caughtUp(OptionalLong.of(NOON + 11_500));
    assertThat(clocks.watermark()).isEqualTo(NOON + 8_500);
  }

  @Test
  void lagOrFailingFetchesBringNoProofAndHoldTime() {
    PartitionClock a = wall();
    PartitionClock b = wall();
    prove(b, 0, 5_000);
    a.accepted(NOON + 60_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 2_000);
    // Lag: nothing is known any more. A failing fetch: the last proof stays where it was.
    b.caughtUp(OptionalLong.empty());
    assertThat(clocks.watermark()).isEqualTo(NOON + 2_000);
    b.caughtUp(OptionalLong.of(NOON + 5_000));
    assertThat(clocks.watermark()).isEqualTo(NOON + 2_000);
  }

  @Test
  void byTheLogAPartitionIsLeftOutOnceItHasEnded() {
    PartitionClock a = log();
    PartitionClock b = log();
    a.accepted(1_000_000);
    b.accepted(5_000);
    b.received(NOON + 1_000);
    prove(b, 0, 2_999);
    assertThat(clocks.watermark()).isEqualTo(4_000);
    b.caughtUp(OptionalLong.of(NOON + 3_000));
    assertThat(clocks.watermark()).isEqualTo(999_000);
    // Lag again: it holds time, which does not go back.
    b.caughtUp(OptionalLong.empty());
    a.accepted(2_000_000);
    assertThat(clocks.watermark()).isEqualTo(999_000);
  }

  @Test
  void byTheLogTimeGoesOnWithTheWallOnceAllHaveEnded() {
    PartitionClock a = log();
    PartitionClock b = log();
    a.accepted(1_000_000);
    b.accepted(5_000);
    a.received(NOON + 500);
    b.received(NOON + 1_000);
    prove(a, 0, 3_400);
    prove(b, 0, 3_400);
    assertThat(clocks.watermark()).isEqualTo(999_400);
    prove(a, 3_400, 10_000);
    prove(b, 3_400, 9_000);
    assertThat(clocks.watermark()).isEqualTo(1_005_000);
  }

  @Test
  void byTheLogWithoutAnyEventThereIsNoTime() {
    PartitionClock a = log();
    prove(a, 0, 100_000);
    assertThat(a.idle()).isTrue();
    assertThat(clocks.watermark()).isEqualTo(PartitionClock.UNKNOWN);
  }

  @Test
  void afterAClaimAPartitionIsWatchedForTheIdleTimeout() {
    PartitionClock a = wall();
    prove(a, 0, 1_999);
    assertThat(clocks.watermark()).isEqualTo(PartitionClock.UNKNOWN);
    prove(a, 2_000, 2_000);
    assertThat(clocks.watermark()).isEqualTo(NOON - 1_000);
  }

  @Test
  void dataThatAreUpToDateNeedNoWatching() {
    PartitionClock a = wall();
    a.received(NOON);
    a.accepted(NOON - 1_200);
    prove(a, 0, 1_000);
    assertThat(clocks.watermark()).isEqualTo(NOON - 2_000);
    a.accepted(NOON - 900);
    prove(a, 1_000, 1_100);
    assertThat(clocks.watermark()).isEqualTo(NOON - 1_900);
  }

  @Test
  void afterAGapWhatProducersKeptIsWaitedFor() {
    PartitionClock a = wall();
    prove(a, 0, 10_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 7_000);
    // A minute without a proof, then one; the producer comes 3 s later with what it kept.
    prove(a, 70_000, 73_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 7_000);
    for (long i = 0; i < 60; i++) {
      a.received(NOON + 73_000 + 50 * i);
      a.accepted(NOON + 11_000 + 1_000 * i);
      prove(a, 73_000 + 50 * i, 73_000 + 50 * i);
      assertThat(clocks.watermark()).isEqualTo(NOON + 10_000 + 1_000 * i);
    }
    // The last one was of 70,000; nothing else comes, so the wall counts again.
    prove(a, 76_000, 77_949);
    assertThat(clocks.watermark()).isEqualTo(NOON + 69_000);
    prove(a, 77_950, 77_950);
    assertThat(clocks.watermark()).isEqualTo(NOON + 74_950);
  }

  @Test
  void afterAGapAPartitionWithNothingToComeGoesOnAfterSomeSeconds() {
    PartitionClock a = wall();
    prove(a, 0, 10_000);
    prove(a, 70_000, 74_999);
    assertThat(clocks.watermark()).isEqualTo(NOON + 7_000);
    prove(a, 75_000, 75_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 72_000);
  }

  @Test
  void aProducerOfOldEventsHoldsTimeForNoLongerThanTheGap() {
    PartitionClock a = wall();
    prove(a, 0, 10_000);
    for (long at = 30_000; at < 55_000; at += 500) {
      a.received(NOON + at);
      a.accepted(NOON);
      prove(a, at, at);
      assertThat(clocks.watermark()).isEqualTo(NOON + 7_000);
    }
    a.received(NOON + 55_000);
    prove(a, 55_000, 55_000);
    assertThat(clocks.watermark()).isEqualTo(NOON + 52_000);
  }

  @Test
  void aGapIsSeenOverAClaim() {
    PartitionClock a =
        clocks.add(new PartitionClock(source(Source.Clock.WALL), NOON, NOON - 60_000));
    prove(a, 100, 5_099);
    assertThat(clocks.watermark()).isEqualTo(PartitionClock.UNKNOWN);
    prove(a, 5_100, 5_100);
    assertThat(clocks.watermark()).isEqualTo(NOON + 2_100);
  }

  @Test
  void aTaskThatGoesOnKnowsOfNoGapAndSoExpectsOne() {
    PartitionClock a =
        clocks.add(new PartitionClock(source(Source.Clock.WALL), NOON, PartitionClock.UNKNOWN));
    prove(a, 100, 5_099);
    assertThat(clocks.watermark()).isEqualTo(PartitionClock.UNKNOWN);
    prove(a, 5_100, 5_100);
    assertThat(clocks.watermark()).isEqualTo(NOON + 2_100);
  }

  @Test
  void byTheLogAnOutageIsNoIdleTime() {
    PartitionClock a = log();
    PartitionClock b = log();
    a.accepted(1_000_000);
    b.accepted(5_000);
    b.received(NOON + 1_000);
    prove(b, 1_000, 2_000);
    prove(b, 60_000, 64_999);
    assertThat(clocks.watermark()).isEqualTo(4_000);
    prove(b, 65_000, 65_000);
    assertThat(clocks.watermark()).isEqualTo(999_000);
  }
}
