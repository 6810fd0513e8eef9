package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreedClockTest {
  private static final long NOON = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000;
  private long real = NOON;
  private long wallError;
  private final AgreedClock clock =
      new AgreedClock(() -> real + wallError, () -> (real - NOON) * 1_000_000);

  private void brokerTells(long error) {
    clock.told(real + error);
  }

  @Test
  void beforeABrokerHasToldItsTimeThisMachinesCounts() {
    wallError = 5;
    assertThat(clock.getAsLong()).isEqualTo(NOON + 5);
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR})
  void aStepOfThisMachinesClockAloneChangesNothing(long step) {
    brokerTells(0);
    for (int i = 0; i < 100; i++) {
      wallError = i > 10 && i < 90 ? step : 0;
      assertThat(clock.getAsLong()).isEqualTo(real);
      real += 1_000;
      brokerTells(0);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR})
  void aStepOfTheBrokersClockAloneChangesNothing(long step) {
    for (int i = 0; i < 100; i++) {
      brokerTells(i > 10 && i < 90 ? step : 0);
      assertThat(clock.getAsLong()).isEqualTo(real);
      real += 1_000;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR})
  void aStepOfBothIsFollowedOnceBothHaveTakenIt(long step) {
    brokerTells(0);
    assertThat(clock.getAsLong()).isEqualTo(NOON);
    wallError = step;
    real += 1_000;
    assertThat(clock.getAsLong()).isEqualTo(NOON + 1_000);
    brokerTells(step);
    assertThat(clock.getAsLong()).isEqualTo(NOON + 1_000 + step);
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR})
  void whereTheyDisagreeFromTheBeginningTheEarlierCounts(long error) {
    wallError = error;
    brokerTells(0);
    for (int i = 0; i < 10; i++) {
      assertThat(clock.getAsLong()).isEqualTo(real + Math.min(error, 0));
      real += 1_000;
      brokerTells(0);
    }
  }

  @Test
  void theClocksThatAreSlewedAreFollowed() {
    brokerTells(0);
    for (int i = 1; i <= 1_000; i++) {
      real += 1_000;
      wallError = -i;
      brokerTells(-i);
      assertThat(clock.getAsLong()).isEqualTo(real - i);
    }
  }
}
