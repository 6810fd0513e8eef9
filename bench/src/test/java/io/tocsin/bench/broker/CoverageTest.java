package io.tocsin.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.lane.ShardView;
import io.tocsin.engine.shard.ShardState;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private final Coverage coverage = new Coverage(1_000);

  @Test
  void aShardBeforeTheTimeIsNotCovered() {
    assertThat(coverage.areCovered(List.of(shard(0, 999, 10, 10)))).isFalse();
  }

  @Test
  void aShardPastTheTimeWaitsForItsCommit() {
    assertThat(coverage.areCovered(List.of(shard(0, 1_000, 10, 9)))).isFalse();
    assertThat(coverage.areCovered(List.of(shard(0, 1_000, 10, 10)))).isTrue();
  }

  @Test
  void whatIsAppliedLaterNeedsNoCommit() {
    assertThat(coverage.areCovered(List.of(shard(0, 1_000, 10, 9)))).isFalse();
    assertThat(coverage.areCovered(List.of(shard(0, 1_010, 12, 10)))).isTrue();
  }

  @Test
  void everyShardMustBeCovered() {
    assertThat(coverage.areCovered(List.of(shard(0, 1_000, 10, 10), shard(1, 900, 5, 5))))
        .isFalse();
  }

  private static ShardView shard(int number, long watermark, long nextOffset, long committed) {
    return new ShardView(
        number,
        new ShardState.Live(),
        nextOffset,
        committed,
        OptionalLong.of(0),
        watermark,
        -1,
        -1,
        0,
        false,
        Map.of());
  }
}
