package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pack to which nothing happens writes little, and is no later for it when something does. */
class QuietTimeTest {
  private static final long START = 1_700_000_000_000L;

  /** Lateness and idle timeout: how far time is behind the wall clock. */
  private static final long BEHIND = 3_000;

  private static final long STEP = 5;

  /** A tick is at most 10 ms behind the watermark; then a frame, a batch and a commit. */
  private static final long PROMPT = 10 + 5 * STEP;

  private static PackPlan plan;
  private PathHarness path;

  @BeforeAll
  static void compile() {
    plan = PathPack.compile("1s", "wall");
  }

  @BeforeEach
  void begin() {
    path = new PathHarness(plan, 2, 4, 2, START, 500, LaneSettings.DEFAULT);
    path.pass(5_000, STEP);
  }

  private long frames() {
    long frames = 0;
    for (int shard = 0; shard < path.journal.shards(); shard++) {
      frames += path.journal.endOffset(shard);
    }
    return frames;
  }

  private double transactions() {
    return path.metrics.sum("tocsin_lane_transactions_total");
  }

  @Test
  void timeAloneCostsAFrameASecondAndHardlyACommit() {
    long frames = frames();
    double transactions = transactions();
    path.pass(60_000, STEP);
    assertThat(frames() - frames).isBetween(4 * 55L, 4 * 61L);
    assertThat(transactions() - transactions).isBetween(20.0, 26.0);
    assertThat(path.lanes.get(0).look().get(0).watermark())
        .isBetween(path.now - BEHIND - 1_100, path.now - BEHIND);
    path.check(0);
  }

  @Test
  void aDeadlineIsMetAtOnceAfterALongSilence() {
    for (int i = 0; i < 10; i++) {
      path.pass(20_000 + i * 137, STEP);
      path.produce(0, "{\"kind\":\"Order\",\"id\":" + i + ",\"at\":" + path.now + "}");
      long due = path.now + 4_000 + BEHIND;
      path.pass(due - path.now, STEP);
      assertThat(alerts()).hasSize(i);
      path.pass(PROMPT, STEP);
      assertThat(alerts()).hasSize(i + 1);
    }
    path.check(10);
  }

  @Test
  void anEventIsReleasedAtOnceAfterALongSilence() {
    for (int i = 0; i < 10; i++) {
      path.pass(20_000 + i * 137, STEP);
      for (int n = 0; n < 3; n++) {
        path.produce(
            n % 2, "{\"kind\":\"Payment\",\"card\":\"c\",\"amount\":1,\"at\":" + path.now + "}");
      }
      path.pass(BEHIND, STEP);
      assertThat(alerts()).hasSize(i);
      path.pass(PROMPT, STEP);
      assertThat(alerts()).hasSize(i + 1);
    }
    path.check(30);
  }

  @Test
  void resultsAreWrittenInTheStepThatFindsThem() {
    path.produce(0, "this is no event");
    path.router.step(path.now, 0);
    path.now += STEP;
    path.router.step(path.now, 0);
    assertThat(path.readable().getOrDefault("events-dlt", List.of())).isEmpty();
    path.lanes.forEach(lane -> lane.step(path.now, 0));
    assertThat(path.readable().get("events-dlt")).hasSize(1);
  }

  @Test
  void aLaneThatDiedWithWhatItKnewDelaysNothingByMoreThanARound() {
    path.produce(0, "{\"kind\":\"Order\",\"id\":1,\"at\":" + path.now + "}");
    long due = path.now + 4_000 + BEHIND;
    path.pass(2_000, STEP);
    path.restartLane(0);
    path.restartLane(1);
    path.pass(due + 1_100 - path.now, STEP);
    assertThat(alerts()).hasSize(1);
    path.check(1);
  }

  private List<String> alerts() {
    return path.readable().get("tocsin.alerts");
  }
}
