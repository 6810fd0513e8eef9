package io.tocsin.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertTallyTest {
  private static final SeenAlert FIRST = new SeenAlert("service-1", 1_000, 5);
  private static final SeenAlert SECOND = new SeenAlert("service-1", 1_000, 6);

  private final AlertTally tally = new AlertTally(Map.of(FIRST, 10, SECOND, 11));

  @Test
  void anAlertThatNeverCameIsLost() {
    assertThat(tally.take(FIRST)).hasValue(10);
    assertThat(tally.isComplete()).isFalse();
    assertThat(tally.lost()).isOne();

    assertThat(tally.take(SECOND)).hasValue(11);
    assertThat(tally.isComplete()).isTrue();
    assertThat(tally.lost()).isZero();
  }

  @Test
  void theSecondOfAKindIsADuplicateAndHasNoTime() {
    tally.take(FIRST);

    assertThat(tally.take(FIRST)).isEmpty();
    assertThat(tally.duplicate()).isOne();
    assertThat(tally.alerts()).isEqualTo(2);
    assertThat(tally.lost()).isOne();
  }

  @Test
  void anAlertWithAnotherCountIsSpurious() {
    assertThat(tally.take(new SeenAlert("service-1", 1_000, 7))).isEmpty();
    assertThat(tally.spurious()).isOne();
    assertThat(tally.lost()).isEqualTo(2);
  }
}
