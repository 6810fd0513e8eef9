package io.tocsin.engine.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
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

  private static void route(PathHarness path, int steps) {
    for (int i = 0; i < steps; i++) {
      path.router.step(path.now, 0);
      path.now += 5;
    }
  }

  private static List<Entry> entries(PathHarness path) {
    List<Entry> entries = new ArrayList<>();
    for (int shard = 0; shard < path.journal.shards(); shard++) {
      for (JournalRecord record : path.journal.history(shard)) {
        Frame frame = Frame.read(record.frame());
        while (frame.hasNext()) {
          entries.add(frame.next(plan.types()));
        }
      }
    }
    return entries;
  }

  @Test
  void startOffsetsAreDurableBeforeTheFirstFrame() {
    PathHarness path = path(1);
    path.produce(0, "{\"kind\":\"Noise\",\"at\":" + START + "}");
    path.log.hold(true);
    route(path, 20);
    assertThat(path.router.state()).isInstanceOf(RouterState.Starting.class);
    assertThat(path.journal.history(0)).isEmpty();
    path.log.hold(false);
    route(path, 20);
    assertThat(path.router.state()).isInstanceOf(RouterState.Running.class);
    assertThat(entries(path)).anyMatch(Entry.Unused.class::isInstance);
  }

  @Test
  void sourceOffsetsFollowTheAcknowledgementsOfAllShards() {
    PathHarness path = path(1);
    route(path, 10);
    path.log.hold(true);
    path.produce(0, "not json");
    route(path, 1_000);
    path.log.hold(false);
    // Nothing was acknowledged when the commits were due, so only the start is committed.
    assertThat(committed(path)).containsEntry(new SourcePartition(PathHarness.SOURCE, 0), 0L);
  }

  @Test
  void whatIsAcknowledgedIsCommittedWithinTheInterval() {
    PathHarness path = path(2);
    route(path, 10);
    path.produce(1, "not json");
    route(path, 1_100);
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
    route(path, 10);
    path.produce(0, "not json");
    committed(path);
    route(path, 1_100);
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
    route(path, 10);
    // With start: earliest the beginning is where the log begins.
    assertThat(path.router.state()).isInstanceOf(RouterState.Running.class);
    route(path, 300);
    path.produce(0, "c");
    path.produce(0, "d");
    path.log.deleteBelow(PathHarness.SOURCE, 0, 4);
    route(path, 10);
    assertThat(path.router.state()).asString().contains("JOURNAL_GAP");
  }

  @Test
  void everyShardIsToldWhatIsCompleteWithoutHoles() {
    PathHarness path = path(3);
    PathTraffic traffic = new PathTraffic(2, true);
    for (int i = 0; i < 500; i++) {
      path.produce(i % 3, traffic.next(path.now, 900));
      route(path, i % 4);
    }
    path.router.drain();
    route(path, 50);
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
  void ticksAreAtMostTenMillisecondsApartWhileTimeMoves() {
    PathHarness path = path(1);
    // The partition is watched for its idle timeout first.
    route(path, 420);
    long from = path.journal.endOffset(0);
    for (int i = 0; i < 1_000; i++) {
      path.router.step(path.now++, 0);
    }
    assertThat(path.journal.endOffset(0) - from).isBetween(95L, 105L);
  }

  @Test
  void anEntryIsCutAtOnceAndThoseBehindItTogether() {
    PathHarness path = path(1);
    path.pass(2_100, 5);
    // So few that the tick of each second does not come in between.
    for (int trial = 0; trial < 5; trial++) {
      path.pass(30, 5);
      // Each event has entries for three key groups on two or three of the shards.
      long before = accepted(path);
      payment(path, 0);
      long atOnce = accepted(path);
      assertThat(atOnce - before).isBetween(2L, 3L);
      for (int i = 1; i < RouterSettings.DEFAULT.frameMillis(); i++) {
        payment(path, i);
        assertThat(accepted(path)).isEqualTo(atOnce);
      }
      path.router.step(path.now, 0);
      assertThat(payments(path)).isEqualTo(RouterSettings.DEFAULT.frameMillis() * (trial + 1));
    }
  }

  @Test
  void entriesWaitForTheWriteBeforeTheirsButNotForLong() {
    PathHarness path = path(1);
    route(path, 420);
    path.log.hold(true);
    long first = path.now;
    payment(path, 0);
    long under = accepted(path);
    assertThat(under).isPositive();
    payment(path, 1);
    while (path.now < first + 2 * RouterSettings.DEFAULT.frameMillis()) {
      path.router.step(path.now++, 0);
      assertThat(accepted(path)).isEqualTo(under);
    }
    path.router.step(path.now, 0);
    long waited = accepted(path);
    assertThat(waited).isGreaterThan(under);

    path.now += 10;
    payment(path, 2);
    assertThat(accepted(path)).isEqualTo(waited);
    path.log.hold(false);
    path.router.step(path.now, 0);
    assertThat(accepted(path)).isGreaterThan(waited);
  }

  @Test
  void whatNoRuleCanUseIsCountedAndNotSent() {
    PathHarness path = path(2);
    route(path, 1_000);
    for (int i = 0; i < 100; i++) {
      login(path, i, "granted", path.now);
    }
    login(path, 7, "refused", path.now);
    route(path, 300);
    assertThat(logins(path)).containsExactly("refused");
    assertThat(entries(path).stream().filter(Entry.Unused.class::isInstance)).hasSize(100);
  }

  @Test
  void noFrameIsCutForWhatNoRuleCanUse() {
    PathHarness path = path(1);
    path.pass(6_000, 5);
    long frames = frames(path);
    for (int i = 0; i < 2_000; i++) {
      login(path, i, "granted", path.now);
      path.step();
    }
    // Each shard is told the time once a second, and with it what was left out; the commit asks.
    assertThat(frames(path) - frames).isBetween(8L, 20L);
    frames = frames(path);
    path.now += 10;
    login(path, 7, "refused", path.now);
    assertThat(frames(path) - frames).isEqualTo(1);
  }

  @Test
  void whatNoRuleCanUseIsLateAllTheSame() {
    PathHarness path = path(1);
    for (int i = 0; i < 100; i++) {
      login(path, i, "granted", path.now);
      login(path, i, "granted", path.now - 5_000);
      path.now += 100;
      path.step();
    }
    path.pass(10_000, 5);
    assertThat(path.readable().get("events-late")).hasSizeBetween(95, 100);
    path.check(200);
  }

  private static void login(PathHarness path, int user, String outcome, long at) {
    path.produce(
        0,
        "{\"kind\":\"Login\",\"user\":\"u%d\",\"outcome\":\"%s\",\"at\":%d}"
            .formatted(user, outcome, at));
    path.router.step(path.now++, 0);
  }

  private static List<Object> logins(PathHarness path) {
    List<Object> outcomes = new ArrayList<>();
    for (Entry entry : entries(path)) {
      if (entry instanceof Entry.Accepted accepted) {
        outcomes.add(accepted.event().value(1));
      }
    }
    return outcomes;
  }

  private static long frames(PathHarness path) {
    long frames = 0;
    for (int shard = 0; shard < path.journal.shards(); shard++) {
      frames += path.journal.endOffset(shard);
    }
    return frames;
  }

  private static void payment(PathHarness path, int card) {
    path.produce(
        0,
        "{\"kind\":\"Payment\",\"card\":\"c%d\",\"amount\":1,\"at\":%d}".formatted(card, path.now));
    path.router.step(path.now++, 0);
  }

  /** How many payments have come to all three key groups that want them. */
  private static long payments(PathHarness path) {
    Map<SourcePosition, Integer> groups = new HashMap<>();
    for (Entry entry : entries(path)) {
      if (entry instanceof Entry.Accepted accepted) {
        int wanted = Long.bitCount(accepted.keyGroups());
        groups.merge(accepted.event().position(), wanted, Integer::sum);
      }
    }
    return groups.values().stream().filter(wanted -> wanted == 3).count();
  }

  private static long accepted(PathHarness path) {
    return entries(path).stream().filter(Entry.Accepted.class::isInstance).count();
  }

  @Test
  void aFlushTellsTheWatermarkToAShardWhoseEventsWaitForIt() {
    PathHarness path =
        new PathHarness(PathPack.compile("0s", "log"), 1, 4, 1, START, 500, LaneSettings.DEFAULT);
    route(path, 10);
    for (int trial = 0; trial < 60; trial++) {
      long time = path.now;
      order(path, 1_000 + trial);
      // Others move time and make the frames, on the shard of their own key.
      for (int i = 0; i < RouterSettings.DEFAULT.frameMillis() + 2; i++) {
        order(path, 7);
      }
      for (int shard = 0; shard < 4; shard++) {
        assertThat(untold(path, shard)).allMatch(untold -> untold > time);
      }
      for (int i = 0; i < trial % 7; i++) {
        order(path, 7);
      }
    }
  }

  private static void order(PathHarness path, long id) {
    path.produce(0, "{\"kind\":\"Order\",\"id\":%d,\"at\":%d}".formatted(id, path.now));
    path.router.step(path.now++, 0);
  }

  /** The times of the events in a shard's frames that no tick has released. */
  private static List<Long> untold(PathHarness path, int shard) {
    List<Long> times = new ArrayList<>();
    for (JournalRecord record : path.journal.history(shard)) {
      Frame frame = Frame.read(record.frame());
      while (frame.hasNext()) {
        Entry entry = frame.next(plan.types());
        if (entry instanceof Entry.Accepted accepted) {
          times.add(accepted.event().time());
        } else if (entry instanceof Entry.Tick tick) {
          times.removeIf(time -> time < tick.watermark());
        }
      }
    }
    return times;
  }

  @Test
  void aFrameIsCutAtItsSizeWithinOnePoll() {
    PathHarness path = path(1);
    for (int i = 0; i < 400; i++) {
      path.produce(0, "x".repeat(2_000));
    }
    route(path, 3);
    int longest = 0;
    int frames = 0;
    for (int shard = 0; shard < 4; shard++) {
      for (JournalRecord record : path.journal.history(shard)) {
        longest = Math.max(longest, record.frame().length);
        frames++;
      }
    }
    assertThat(longest).isBetween(64 << 10, 70 << 10);
    assertThat(frames).isGreaterThanOrEqualTo(12);
  }

  @Test
  void aRejectedRecordKeepsItsReasonAndItsFirst64KiB() {
    PathHarness path = path(1);
    path.produce(0, "y".repeat(2_000_000));
    path.produce(0, "[".repeat(300) + "]".repeat(300));
    path.produce(0, null);
    route(path, 10);
    List<Entry.Rejected> rejected =
        entries(path).stream()
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
