package io.tocsin.engine.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** When a router task cuts frames, and what it leaves out of them. */
class FrameCuttingTest {
  private static final long START = 1_700_000_000_000L;
  private static PackPlan plan;

  @BeforeAll
  static void compile() {
    plan = PathPack.compile("1s", "wall");
  }

  private static PathHarness path(int partitions) {
    return new PathHarness(plan, partitions, 4, 1, START, 500, LaneSettings.DEFAULT);
  }

  @Test
  void ticksAreAtMostTenMillisecondsApartWhileTimeMoves() {
    PathHarness path = path(1);
    // The partition is watched for its idle timeout first.
    path.route(420);
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
    path.route(420);
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
    path.route(1_000);
    for (int i = 0; i < 100; i++) {
      login(path, i, "granted", path.now);
    }
    login(path, 7, "refused", path.now);
    path.route(300);
    assertThat(logins(path)).containsExactly("refused");
    assertThat(path.entries().stream().filter(Entry.Unused.class::isInstance)).hasSize(100);
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
    for (Entry entry : path.entries()) {
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
    for (Entry entry : path.entries()) {
      if (entry instanceof Entry.Accepted accepted) {
        int wanted = Long.bitCount(accepted.keyGroups());
        groups.merge(accepted.event().position(), wanted, Integer::sum);
      }
    }
    return groups.values().stream().filter(wanted -> wanted == 3).count();
  }

  private static long accepted(PathHarness path) {
    return path.entries().stream().filter(Entry.Accepted.class::isInstance).count();
  }

  @Test
  void aFlushTellsTheWatermarkToAShardWhoseEventsWaitForIt() {
    PathHarness path =
        new PathHarness(PathPack.compile("0s", "log"), 1, 4, 1, START, 500, LaneSettings.DEFAULT);
    path.route(10);
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
    path.route(3);
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
}
