package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole path through an in-memory log, undisturbed and disturbed at every step. */
class PathTest {
  private static final long START = 1_700_000_000_000L;
  private static PackPlan plan;

  @BeforeAll
  static void compile() {
    plan = PathPack.compile("1s", "wall");
  }

  private static LaneSettings settings(long checkpointMillis) {
    return new LaneSettings(64, 2, 500, 20_000, checkpointMillis, 3_600_000, 50);
  }

  private static byte[] damaged(byte[] bytes) {
    bytes[bytes.length / 2] ^= 1;
    return bytes;
  }

  @Test
  void recordsBecomeAlertsOnce() {
    PathHarness path = new PathHarness(plan, 3, 4, 2, START, 500, settings(1_000));
    PathTraffic traffic = new PathTraffic(1, true);
    Random random = new Random(1);
    for (int i = 0; i < 1_500; i++) {
      path.produce(random.nextInt(3), traffic.next(path.now, 900));
      path.now += 10;
      path.step();
    }
    path.pass(20_000, 20);
    path.check(1_500);
    assertThat(path.readable().get("tocsin.alerts")).hasSizeGreaterThan(100);
    assertThat(path.readable().get("events-late")).hasSizeGreaterThan(20);
    assertThat(path.readable().get("events-dlt")).hasSizeGreaterThan(20);
    assertThat(path.counters().get("duplicate")).isZero();
    assertThat(path.log.read("events-late"))
        .extracting(
            late ->
                late.headers().get("tocsin-partition") + "@" + late.headers().get("tocsin-offset"))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverDiesNothingIsLostAndNothingComesTwice(long seed) {
    Random random = new Random(seed);
    PathHarness path =
        new PathHarness(
            plan, 3, 4, 2, START, 1 + random.nextInt(40), settings(50 + random.nextInt(2_000)));
    PathTraffic traffic = new PathTraffic(seed, true);
    int damagedAt = random.nextInt(4_000);
    int produced = 0;
    for (int i = 0; i < 4_000; i++) {
      if (random.nextInt(3) == 0) {
        path.produce(random.nextInt(3), traffic.next(path.now, 900));
        produced++;
      }
      switch (random.nextInt(200)) {
        case 0 -> path.restartLane(random.nextInt(2));
        case 1 -> path.restartRouter();
        case 2 -> path.log.hold(random.nextBoolean());
        default -> path.now += random.nextInt(12);
      }
      if (i == damagedAt) {
        // Once only, because two damaged generations of one shard are beyond what we promise.
        path.checkpoints.damageNewest(random.nextInt(4), PathTest::damaged);
        path.restartLane(0);
        path.restartLane(1);
      }
      if (random.nextInt(3) == 0) {
        path.router.step(path.now, 0);
      }
      path.lanes.get(random.nextInt(2)).step(path.now, 0);
      if (random.nextBoolean()) {
        path.log.answer();
      }
    }
    path.log.hold(false);
    path.pass(20_000, 20);
    path.check(produced);
    assertThat(path.readable().get("tocsin.alerts")).hasSizeGreaterThan(50);
  }
}
