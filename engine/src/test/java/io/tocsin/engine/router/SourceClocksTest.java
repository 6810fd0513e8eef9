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
    return clocks.add(source(Source.Clock.WALL), NOON);
  }

  private PartitionClock log() {
    return clocks.add(source(Source.Clock.LOG), NOON);
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
    b.caughtUp(OptionalLong.of(NOON + 11_000));
    assertThat(clocks.watermark()).isEqualTo(NOON + 8_000);
    b.caughtUp(OptionalLong.of(NOON + 11_500));
    assertThat(clocks.watermark()).isEqualTo(NOON + 8_500);
  }

  @Test
  void lagOrFailingFetchesBringNoProofAndHoldTime() {
    PartitionClock a = wall();
    PartitionClock b = wall();
    b.caughtUp(OptionalLong.of(NOON + 5_000));
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
    b.caughtUp(OptionalLong.of(NOON + 2_999));
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
    a.caughtUp(OptionalLong.of(NOON + 3_400));
    b.caughtUp(OptionalLong.of(NOON + 3_400));
    assertThat(clocks.watermark()).isEqualTo(999_400);
    a.caughtUp(OptionalLong.of(NOON + 10_000));
    b.caughtUp(OptionalLong.of(NOON + 9_000));
    assertThat(clocks.watermark()).isEqualTo(1_005_000);
  }

  @Test
  void byTheLogWithoutAnyEventThereIsNoTime() {
    PartitionClock a = log();
    a.caughtUp(OptionalLong.of(NOON + 100_000));
    assertThat(a.idle()).isTrue();
    assertThat(clocks.watermark()).isEqualTo(PartitionClock.UNKNOWN);
  }
}
