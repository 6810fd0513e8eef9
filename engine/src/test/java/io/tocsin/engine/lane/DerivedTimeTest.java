package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.Entry;
import io.tocsin.engine.router.Frame;
import io.tocsin.engine.spi.JournalRecord;
import io.tocsin.engine.testing.InMemoryOutbox;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import io.tocsin.engine.testing.TwoStagePack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derived events reach rules of other keys through their topics, and none of them is late. */
class DerivedTimeTest {
  private static final long START = 1_700_000_000_000L;
  private static final int PARTITIONS = 3;
  private static PackPlan wall;
  private static PackPlan log;

  @BeforeAll
  static void compile() {
    wall = TwoStagePack.compile("1s", "wall");
    log = TwoStagePack.compile("1s", "log");
  }

  /**
   * A record that arrives at a time on a partition.
   *
   * @param at the event's own time, up to 0.8 s before; no two have the same
   */
  private record Arrival(long on, int partition, long at, String json) {}

  private static List<Arrival> arrivals(long seed, int count, long begin, long gap) {
    Random random = new Random(seed);
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = begin + i * gap + random.nextInt((int) gap);
      arrivals.add(
          new Arrival(
              at + random.nextInt(800),
              random.nextInt(PARTITIONS),
              at,
              TwoStagePack.payment(random, at)));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::on));
    return arrivals;
  }

  private static List<String> expected(PackPlan plan, List<Arrival> arrivals) {
    List<String> alerts = new ArrayList<>();
    try (Engine engine =
        Engine.builder()
            .plan(plan)
            .clock(() -> START + 10_000_000)
            .onAlert(alert -> alerts.add(TwoStagePack.meaning(AlertJson.write(alert))))
            .build()) {
      List<SourceHandle> sources = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        sources.add(engine.source("events", partition));
      }
      for (Arrival arrival : arrivals) {
        sources.get(arrival.partition()).publish(arrival.json().getBytes(StandardCharsets.UTF_8));
      }
      sources.forEach(SourceHandle::close);
      engine.finish();
    }
    alerts.sort(null);
    return alerts;
  }

  private static List<String> alerts(PathHarness path) {
    return path.readable().get("tocsin.alerts").stream()
        .map(TwoStagePack::meaning)
        .sorted()
        .toList();
  }

  private static void checkEqual(PathHarness path, PackPlan plan, List<Arrival> arrivals) {
    path.check(arrivals.size());
    assertThat(path.counters()).containsEntry("late", 0L);
    List<String> expected = expected(plan, arrivals);
    for (String rule :
        List.of("Bursts of a shop", "Burst without rest", "Payment after a burst", "Busy region")) {
      assertThat(expected).filteredOn(alert -> alert.contains(rule)).hasSizeGreaterThan(5);
    }
    assertThat(alerts(path)).isEqualTo(expected);
  }

  @Test
  void eachStageHasItsLevel() {
    assertThat(log.levels()).isEqualTo(3);
    assertThat(log.levelOf("events")).isEqualTo(-1);
    assertThat(log.levelOf("bursts")).isZero();
    assertThat(log.levelOf("busy")).isEqualTo(1);
    assertThat(log.derivedSources()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 17, 500})
  void oldDataGiveWhatAReplayOfThemGives(int batch) {
    List<Arrival> arrivals = arrivals(1, 1_500, 1_600_000_000_000L, 30);
    PathHarness path = new PathHarness(log, PARTITIONS, 4, 2, START, batch, LaneSettings.DEFAULT);
    arrivals.forEach(arrival -> path.produce(arrival.partition(), arrival.json()));
    // With few records for each poll, marks and derived events take their time.
    path.pass(batch < 10 ? 20_000 : 10_000, 5);
    path.pass(20_000, 20);
    checkEqual(path, log, arrivals);
  }

  @Test
  void liveEventsGiveItWhileOtherSourcesAreQuiet() {
    List<Arrival> arrivals = arrivals(2, 1_500, START + 3_000, 30);
    PathHarness path = new PathHarness(wall, PARTITIONS, 4, 2, START, 500, LaneSettings.DEFAULT);
    for (Arrival arrival : arrivals) {
      path.pass(arrival.on() - path.now, 7);
      path.produce(arrival.partition(), arrival.json());
    }
    path.pass(30_000, 10);
    checkEqual(path, wall, arrivals);
  }

  @Test
  void whatWaitsForPromisesWaitsForAFewCommitsOnly() {
    PathHarness path = new PathHarness(wall, PARTITIONS, 4, 2, START, 500, LaneSettings.DEFAULT);
    path.pass(8_000, 5);
    for (int i = 0; i < 6; i++) {
      path.produce(
          0,
          "{\"kind\":\"Payment\",\"card\":\"c%d\",\"shop\":\"s\",\"region\":\"r\",\"at\":%d}"
              .formatted(i % 2, path.now + i));
    }
    // Lateness and idle timeout, by which time is behind the wall clock.
    path.pass(3_000, 5);
    assertThat(alerts(path)).isEmpty();
    path.pass(500, 5);
    assertThat(alerts(path)).filteredOn(alert -> alert.contains("Bursts of a shop")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverDiesItIsTheSame(long seed) {
    Random random = new Random(seed);
    List<Arrival> arrivals = arrivals(seed, 1_200, START + 3_000, 30);
    PathHarness path =
        new PathHarness(
            wall,
            PARTITIONS,
            4,
            2,
            START,
            1 + random.nextInt(40),
            new LaneSettings(64, 2, 500, 20_000, 50 + random.nextInt(2_000), 3_600_000, 50));
    int next = 0;
    while (next < arrivals.size()) {
      for (; next < arrivals.size() && arrivals.get(next).on() <= path.now; next++) {
        path.produce(arrivals.get(next).partition(), arrivals.get(next).json());
      }
      switch (random.nextInt(200)) {
        case 0 -> path.restartLane(random.nextInt(2));
        case 1 -> path.restartRouter();
        case 2 -> path.log.hold(random.nextBoolean());
        case 3 ->
            path.outboxes
                .get(random.nextInt(2))
                .next(
                    InMemoryOutbox.Fault.values()[
                        random.nextInt(InMemoryOutbox.Fault.values().length)]);
        default -> path.now += random.nextInt(20);
      }
      if (random.nextInt(3) > 0) {
        path.router.step(path.now, 0);
      }
      path.lanes.get(random.nextInt(2)).step(path.now, 0);
      path.log.answer();
    }
    path.log.hold(false);
    path.pass(40_000, 20);
    checkEqual(path, wall, arrivals);
  }

  @Test
  void aPackWithoutDerivedEventsHasNoHigherTicksAndNoMarks() {
    PackPlan plan = PathPack.compile("1s", "wall");
    PathHarness path = new PathHarness(plan, 2, 4, 2, START, 500, LaneSettings.DEFAULT);
    PathTraffic traffic = new PathTraffic(1, true);
    for (int i = 0; i < 300; i++) {
      path.produce(i % 2, traffic.next(path.now, 900));
      path.pass(20, 5);
    }
    path.pass(10_000, 20);
    for (int shard = 0; shard < 4; shard++) {
      for (JournalRecord record : path.journal.history(shard)) {
        Frame frame = Frame.read(record.frame());
        while (frame.hasNext()) {
          if (frame.next(plan.types()) instanceof Entry.Tick tick) {
            assertThat(tick.level()).isZero();
          }
        }
      }
    }
    assertThat(path.log.read(InMemoryOutbox.MARKS)).isEmpty();
  }
}
