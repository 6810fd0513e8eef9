package io.tocsin.engine.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DerivedClockTest {
  private final DerivedClock clock = new DerivedClock(2, 10);

  @Test
  void aShardThatHasPromisedNothingHoldsTime() {
    clock.promise(0, 10, 5_000);
    assertThat(clock.watermark()).isEqualTo(PartitionClock.UNKNOWN);
    clock.promise(1, 0, 3_000);
    assertThat(clock.watermark()).isEqualTo(3_000);
    clock.promise(1, 0, 9_000);
    assertThat(clock.watermark()).isEqualTo(5_000);
  }

  @Test
  void aPromiseCountsOnceWhatItIsAboutHasBeenRead() {
    clock.promise(0, 10, 50_000);
    clock.promise(1, 10, 1_000);
    clock.promise(1, 12, 2_000);
    clock.promise(1, 12, 3_000);
    clock.promise(1, 15, 4_000);
    assertThat(clock.watermark()).isEqualTo(1_000);
    clock.read(11);
    assertThat(clock.watermark()).isEqualTo(1_000);
    clock.read(12);
    assertThat(clock.watermark()).isEqualTo(3_000);
    clock.read(14);
    assertThat(clock.watermark()).isEqualTo(3_000);
    clock.read(20);
    assertThat(clock.watermark()).isEqualTo(4_000);
  }

  @Test
  void timeNeverGoesBack() {
    clock.promise(0, 10, 5_000);
    clock.promise(1, 10, 5_000);
    clock.promise(1, 10, 2_000);
    assertThat(clock.watermark()).isEqualTo(5_000);
  }

  @Test
  void howeverFarReadingLagsLittleIsKeptAndTheNewestCounts() {
    clock.promise(0, 10, Long.MAX_VALUE);
    for (int i = 0; i < 100_000; i++) {
      clock.promise(1, 11 + i, i);
    }
    clock.read(11);
    assertThat(clock.watermark()).isZero();
    clock.read(200_000);
    assertThat(clock.watermark()).isEqualTo(99_999);
  }

  @Test
  void aShardThatTheJournalDoesNotHaveIsPassedOver() {
    clock.promise(7, 10, 5_000);
    assertThat(clock.watermark()).isEqualTo(PartitionClock.UNKNOWN);
  }
}
