package io.tocsin.engine.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.spi.SourcePartition;
import io.tocsin.engine.testing.InMemorySourceReader;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTaskTest {
  private static final long START = 1_700_000_000_000L;
  private static PackPlan plan;

  @BeforeAll
  static void compile() {
    plan = PathPack.compile("1s", "wall");
  }

  private static PathHarness path(int partitions) {
    return new PathHarness(plan, partitions, 4, 1, START, 500, LaneSettings.DEFAULT);
  }

  /** What the task has committed, by asking as its next owner would. */
  private static Map<SourcePartition, Long> committed(PathHarness path) {
    return new InMemorySourceReader(path.log, "path-0", () -> path.now)
        .claim(Map.of(PathHarness.SOURCE, new Source.Start.At(Long.MAX_VALUE)))
        .starts();
  }

  @Test
  void startOffsetsAreDurableBeforeTheFirstFrame() {
    PathHarness path = path(1);
    path.produce(0, "{\"kind\":\"Noise\",\"at\":" + START + "}");
    path.log.hold(true);
    path.route(20);
    assertThat(path.router.state()).isInstanceOf(RouterState.Starting.class);
    assertThat(path.journal.history(0)).isEmpty();
    path.log.hold(false);
    path.route(20);
    assertThat(path.router.state()).isInstanceOf(RouterState.Running.class);
    assertThat(path.entries()).anyMatch(Entry.Unused.class::isInstance);
  }

  @Test
  void sourceOffsetsFollowTheAcknowledgementsOfAllShards() {
    PathHarness path = path(1);
    path.route(10);
    path.log.hold(true);
    path.produce(0, "not json");
    path.route(1_000);
    path.log.hold(false);
    // Nothing was acknowledged when the commits were due, so only the start is committed.
    assertThat(committed(path)).containsEntry(new SourcePartition(PathHarness.SOURCE, 0), 0L);
  }

  @Test
  void whatIsAcknowledgedIsCommittedWithinTheInterval() {
    PathHarness path = path(2);
    path.route(10);
    path.produce(1, "not json");
    path.route(1_100);
    assertThat(committed(path))
        .containsEntry(new SourcePartition(PathHarness.SOURCE, 0), 0L)
        .containsEntry(new SourcePartition(PathHarness.SOURCE, 1), 1L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailedAppendStopsTheTaskAndTheNextRunLosesNothing(boolean written) {
    PathHarness path = path(2);
    PathTraffic traffic = new PathTraffic(1, true);
    for (int i = 0; i < 400; i++) {
      path.produce(i % 2, traffic.next(path.now, 900));
      path.now += 10;
      path.step();
      if (i == 100 || i == 300) {
        path.journal.fail(written);
      } else if (i == 140 || i == 340) {
        assertThat(path.router.state()).isInstanceOf(RouterState.Claiming.class);
        path.journal.mend();
      }
    }
    path.pass(10_000, 20);
    path.check(400);
    if (written) {
      assertThat(path.counters().get("duplicate")).isPositive();
    }
  }

  @Test
  void aTaskWhosePartitionsAreTakenStops() {
    PathHarness path = path(1);
    path.route(10);
    path.produce(0, "not json");
    committed(path);
    path.route(1_100);
    assertThat(path.router.state())
        .isInstanceOfSatisfying(
            RouterState.Stopped.class,
            stopped -> assertThat(stopped.code()).isEqualTo(Optional.of(ErrorCode.FENCED)));
  }

  @Test
  void unreadSourceDataThatIsGoneStopsTheTaskLoudly() {
    PathHarness path = path(1);
    path.produce(0, "a");
    path.produce(0, "b");
    path.log.deleteBelow(PathHarness.SOURCE, 0, 1);
    path.route(10);
    // With start: earliest the beginning is where the log begins.
    assertThat(path.router.state()).isInstanceOf(RouterState.Running.class);
    path.route(300);
    path.produce(0, "c");
    path.produce(0, "d");
    path.log.deleteBelow(PathHarness.SOURCE, 0, 4);
    path.route(10);
    assertThat(path.router.state()).asString().contains("JOURNAL_GAP");
  }

  @Test
  void everyShardIsToldWhatIsCompleteWithoutHoles() {
    PathHarness path = path(3);
    PathTraffic traffic = new PathTraffic(2, true);
    for (int i = 0; i < 500; i++) {
      path.produce(i % 3, traffic.next(path.now, 900));
      path.route(i % 4);
    }
    path.router.drain();
    path.route(50);
    assertThat(path.router.state()).isInstanceOf(RouterState.Stopped.class);
    for (int shard = 0; shard < 4; shard++) {
      Map<Integer, Long> next = new HashMap<>();
      for (JournalRecord record : path.journal.history(shard)) {
        for (SourceRange range : Frame.read(record.frame()).ranges()) {
          assertThat(range.from()).isEqualTo(next.getOrDefault(range.partition(), 0L));
          next.put(range.partition(), range.to());
        }
      }
      assertThat(next).isEqualTo(Map.of(0, 167L, 1, 167L, 2, 166L));
    }
    assertThat(committed(path).values()).containsExactlyInAnyOrder(167L, 167L, 166L);
  }

  @Test
  void aRejectedRecordKeepsItsReasonAndItsFirst64KiB() {
    PathHarness path = path(1);
    path.produce(0, "y".repeat(2_000_000));
    path.produce(0, "[".repeat(300) + "]".repeat(300));
    path.produce(0, null);
    path.route(10);
    List<Entry.Rejected> rejected =
        path.entries().stream()
            .filter(Entry.Rejected.class::isInstance)
            .map(Entry.Rejected.class::cast)
            .toList();
    assertThat(rejected).hasSize(3);
    assertThat(rejected.get(0).reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejected.get(0).value()).hasSize(64 << 10);
    assertThat(rejected.get(0).size()).isEqualTo(2_000_000);
    assertThat(rejected.get(1).position().offset()).isEqualTo(1);
    assertThat(rejected.get(2).value()).isNull();
  }

  @Test
  void severalTasksShareThePartitionsAndTimeIsTheLowestOfThem() {
    PathHarness path = path(3);
    path.router.close();
    List<RouterTask> tasks = new ArrayList<>();
    for (int task = 0; task < 2; task++) {
      tasks.add(
          new RouterTask(
              plan,
              RouterTask.decoders(plan),
              task,
              2,
              new InMemorySourceReader(path.log, "path-of-two-" + task, () -> path.now),
              path.journal,
              new DueTimes(4, 1),
              Metrics.NONE,
              RouterSettings.DEFAULT));
    }
    PathTraffic traffic = new PathTraffic(4, true);
    for (int i = 0; i < 600; i++) {
      path.produce(i % 3, traffic.next(path.now, 900));
      path.now += 10;
      tasks.get(i % 2).step(path.now, 0);
      path.lanes.get(0).step(path.now, 0);
    }
    for (int i = 0; i < 1_000; i++) {
      path.now += 10;
      tasks.forEach(task -> task.step(path.now, 0));
      path.lanes.get(0).step(path.now, 0);
    }
    path.check(600);
    Set<Integer> seen = new HashSet<>();
    for (JournalRecord record : path.journal.history(0)) {
      seen.add(Frame.read(record.frame()).header().task());
    }
    assertThat(seen).containsExactlyInAnyOrder(0, 1);
  }
}
