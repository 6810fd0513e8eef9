package io.tocsin.bench.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AlertWatchTest {
  private static final TopicPartition FIRST = new TopicPartition("alerts", 0);
  private static final TopicPartition SECOND = new TopicPartition("alerts", 1);

  private final AlertWatch watch = new AlertWatch(10);

  @Test
  void theEndIsTheFirstLookThatCoversTheLastAlertOfEachPartition() {
    look(1_000, 0, 0);
    look(1_100, 9, 4);
    look(1_200, 9, 6);
    look(1_300, 12, 7);

    // What follows the last alerts are the markers of commits.
    assertThat(watch.whenReadable(Map.of(FIRST, 8L, SECOND, 5L)).millis()).isEqualTo(1_200);
    assertThat(watch.whenReadable(Map.of(FIRST, 9L, SECOND, 5L)).millis()).isEqualTo(1_300);
    assertThatThrownBy(() -> watch.whenReadable(Map.of(FIRST, 12L)))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aLookAtNothingNewDoesNotMoveTheTime() {
    look(1_000, 5, 5);
    look(2_000, 5, 5);

    assertThat(watch.isQuiet(3_999, 3_000)).isFalse();
    assertThat(watch.isQuiet(4_000, 3_000)).isTrue();
  }

  @Test
  void withTooFewAlertsItIsQuietOnlyOnceNothingIsExpectedAnyMore() {
    look(1_000, 5, 4);

    assertThat(watch.isQuiet(30_999, 3_000)).isFalse();
    assertThat(watch.isQuiet(31_000, 3_000)).isTrue();
  }

  private void look(long millis, long first, long second) {
    watch.add(new AlertWatch.Look(millis, 0, Map.of(FIRST, first, SECOND, second)));
  }
}
