package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.DueTimes;
import io.tocsin.engine.router.RouterSettings;
import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.router.RouterTask;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.testing.InMemorySourceReader;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing becomes late and nothing fires early because a part was away, slow or set back. */
class TimeUnderFireTest {
  private static final long START = 1_700_000_000_000L;

  /** Lateness and idle timeout. */
  private static final long BEHIND = 3_000;

  private static PackPlan wall;
  private static PackPlan log;

  @BeforeAll
  static void compile() {
    wall = PathPack.compile("1s", "wall");
    log = PathPack.compile("1s", "log");
  }

  private static PathHarness path(PackPlan plan, int partitions) {
    return new PathHarness(plan, partitions, 4, 2, START, 50, LaneSettings.DEFAULT);
  }

  private static long watermark(PathHarness path) {
    return path.lanes.stream()
        .flatMap(lane -> lane.look().stream())
        .mapToLong(ShardView::watermark)
        .min()
        .orElseThrow();
  }

  private static List<String> alerts(PathHarness path) {
    return path.readable().get("tocsin.alerts");
  }

  private static void order(PathHarness path, int partition, long id) {
    path.produce(partition, "{\"kind\":\"Order\",\"id\":%d,\"at\":%d}".formatted(id, path.now));
  }

  private static void paid(PathHarness path, int partition, long id, long at) {
    path.produce(partition, "{\"kind\":\"Paid\",\"id\":%d,\"at\":%d}".formatted(id, at));
  }

  private static RouterTask task(PathHarness path, PackPlan plan, int task) {
    return new RouterTask(
        plan,
        RouterTask.decoders(plan),
        task,
        2,
        new InMemorySourceReader(path.log, "path-of-two-" + task, () -> path.now),
        path.journal,
        new DueTimes(4, 1),
        Metrics.NONE,
        RouterSettings.DEFAULT);
  }

  private static void pass(PathHarness path, List<RouterTask> tasks, long millis) {
    for (long until = path.now + millis; path.now < until; path.now += 10) {
      tasks.forEach(task -> task.step(path.now, 0));
      path.lanes.forEach(lane -> lane.step(path.now, 0));
    }
  }

  @Test
  void aDeadOrFrozenTaskHoldsEveryShardUntilItsNextOwnerTicks() {
    PathHarness path = path(wall, 2);
    path.router.close();
    RouterTask first = task(path, wall, 0);
    RouterTask frozen = task(path, wall, 1);
    pass(path, List.of(first, frozen), 10_000);
    assertThat(watermark(path)).isGreaterThan(path.now - BEHIND - 1_200);
    long held = watermark(path);

    for (int i = 0; i < 1_000; i++) {
      // The first order's payment lies in the partition of the task that stands still.
      if (i == 0) {
        order(path, 0, 7);
        paid(path, 1, 7, path.now + 3_999);
        order(path, 0, 8);
      }
      pass(path, List.of(first), 10);
    }
    assertThat(watermark(path)).isLessThan(held + 1_200);
    assertThat(alerts(path)).isEmpty();

    RouterTask next = task(path, wall, 1);
    pass(path, List.of(first, next), 10_000);
    assertThat(watermark(path)).isGreaterThan(path.now - BEHIND - 1_200);
    assertThat(alerts(path)).singleElement().asString().contains("\"key\":8");

    // The frozen one wakes, writes what its old claim allows, which counts for nothing, and stops.
    pass(path, List.of(first, next, frozen), 10_000);
    assertThat(frozen.state()).isInstanceOf(RouterState.Stopped.class);
    assertThat(path.counters()).containsEntry("late", 0L);
    path.router = next;
    path.check(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "broker", "both"})
  void aBacklogAfterAnOutageIsNotLate(String away) {
    PathHarness path = path(wall, 3);
    PathTraffic traffic = new PathTraffic(3, false);
    Random random = new Random(3);
    List<String> kept = new ArrayList<>();
    long produced = 0;
    for (int i = 0; i < 30_000; i++) {
      boolean outage = i >= 5_000 && i < 20_000;
      String record = i % 10 == 0 ? traffic.next(path.now, 900) : null;
      if (record != null && outage && !away.equals("node")) {
        kept.add(record);
        produced++;
      } else if (record != null) {
        path.produce(random.nextInt(2), record);
        produced++;
      }
      // Producers find the broker again some seconds after the router has.
      for (int n = 0; i >= 20_400 && n < 3 && !kept.isEmpty(); n++) {
        path.produce(2, kept.remove(0));
      }
      path.now += 10;
      path.reader.failing(outage && !away.equals("node"));
      if (i == 20_000 && away.equals("both")) {
        path.restartRouter();
      }
      if (!outage || away.equals("broker")) {
        path.router.step(path.now, 0);
      }
      path.lanes.forEach(lane -> lane.step(path.now, 0));
    }
    assertThat(kept).isEmpty();
    path.pass(20_000, 20);
    path.check(produced);
    assertThat(path.counters()).containsEntry("late", 0L);
    assertThat(alerts(path)).hasSizeGreaterThan(500);
  }

  @Test
  void aDeadlinePassesWithNothingFlowingAlsoAfterARestartOfEverything() {
    PathHarness path = path(wall, 2);
    path.pass(5_000, 5);
    order(path, 0, 1);
    long deadline = path.now + 4_000;
    path.pass(1_000, 5);
    path.restartRouter();
    path.restartLane(0);
    path.restartLane(1);
    path.pass(deadline + BEHIND - path.now, 5);
    assertThat(alerts(path)).isEmpty();
    path.pass(1_100, 5);
    assertThat(alerts(path)).singleElement().asString().contains("\"at\":" + deadline);
    path.check(1);
  }

  @Test
  void oldDataMoveTimeAndOnceTheyHaveEndedTheElapsedTimeDoes() {
    PathHarness path = path(log, 2);
    long old = 1_600_000_000_000L;
    path.produce(0, "{\"kind\":\"Order\",\"id\":1,\"at\":" + old + "}");
    path.produce(1, "{\"kind\":\"Order\",\"id\":2,\"at\":" + (old + 3_000) + "}");
    path.pass(1_900, 5);
    // The data end here, so nobody knows yet whether the first order was paid.
    assertThat(watermark(path)).isLessThanOrEqualTo(old - 1_000);
    path.pass(2_100, 5);
    assertThat(watermark(path)).isBetween(old + 2_000, old + 2_000 + 2_100);
    assertThat(alerts(path)).isEmpty();
    path.pass(5_200, 5);
    assertThat(alerts(path)).hasSize(2);
    path.check(2);
  }

  @Test
  void oldDataThatHaveEndedStillMoveTimeAfterARestartOfEverything() {
    PathHarness path = path(log, 2);
    long old = 1_600_000_000_000L;
    path.produce(0, "{\"kind\":\"Order\",\"id\":1,\"at\":" + old + "}");
    path.produce(1, "{\"kind\":\"Order\",\"id\":2,\"at\":" + (old + 3_000) + "}");
    // All is committed, and the idle timeout counts from the restart again.
    path.pass(6_000, 5);
    assertThat(alerts(path)).hasSizeLessThan(2);
    path.restartRouter();
    path.restartLane(0);
    path.restartLane(1);
    path.pass(15_000, 5);
    assertThat(alerts(path)).hasSize(2);
    path.check(2);
  }

  @Test
  void aClockThatIsSetBackDelaysAClaimByNoMoreThanTheBackoff() {
    PathHarness path = path(wall, 1);
    path.pass(1_000, 5);
    path.journal.fail(false);
    order(path, 0, 1);
    path.pass(100, 5);
    assertThat(path.router.state()).isInstanceOf(RouterState.Claiming.class);
    path.journal.mend();
    path.now -= 3_600_000;
    path.pass(100, 5);
    assertThat(path.router.state()).isInstanceOf(RouterState.Running.class);
  }
}
