package io.tocsin.engine.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Engine;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.testing.PathHarness;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lateness, silent partitions, deadlines, and that batches change nothing. */
class TimeOnThePathTest {
  private static final long START = 1_700_000_000_000L;
  private static final LaneSettings SETTINGS = LaneSettings.DEFAULT;
  private static PackPlan wall;
  private static PackPlan log;
  private static PackPlan patient;

  @BeforeAll
  static void compile() {
    wall = PathPack.compile("1s", "wall");
    log = PathPack.compile("1s", "log");
    patient = PathPack.compile("10s", "log");
  }

  private static LaneSettings polling(int frames) {
    return new LaneSettings(frames, 2, 500, 20_000, 2_000, 3_600_000, 50);
  }

  /** Old data, already there when the router starts, read in batches of a size. */
  private static Map<String, List<String>> old(
      PackPlan plan, int partitions, boolean disorderly, int batch) {
    PathHarness path = new PathHarness(plan, partitions, 4, 2, START, batch, polling(batch));
    PathTraffic traffic = new PathTraffic(5, disorderly);
    Random random = new Random(5);
    for (int i = 0; i < 1_200; i++) {
      path.produce(random.nextInt(partitions), traffic.next(1_600_000_000_000L + i * 15L, 900));
    }
    path.pass(2_500, 1);
    path.pass(20_000, 20);
    path.check(1_200);
    return path.readable();
  }

  @Test
  void lateOrNotIsTheSameForEveryBatchSize() {
    Map<String, List<String>> one = old(log, 1, true, 1);
    assertThat(one.get("events-late")).hasSizeGreaterThan(30);
    assertThat(one.get("tocsin.alerts")).hasSizeGreaterThan(100);
    assertThat(old(log, 1, true, 17)).isEqualTo(one);
    assertThat(old(log, 1, true, 500)).isEqualTo(one);
  }

  @Test
  void withNothingLateItIsWhatTheEmbeddedEngineGivesForTheSameFiles() {
    Map<String, List<String>> one = old(patient, 3, false, 1);
    assertThat(one.get("events-late")).isEmpty();
    assertThat(old(patient, 3, false, 17)).isEqualTo(one);
    assertThat(old(patient, 3, false, 500)).isEqualTo(one);

    List<String> alerts = new ArrayList<>();
    try (Engine engine =
        Engine.builder()
            .plan(patient)
            .clock(() -> START)
            .onAlert(alert -> alerts.add(AlertJson.write(alert)))
            .build()) {
      PathTraffic traffic = new PathTraffic(5, false);
      Random random = new Random(5);
      List<SourceHandle> sources = new ArrayList<>();
      for (int partition = 0; partition < 3; partition++) {
        sources.add(engine.source("events", partition));
      }
      for (int i = 0; i < 1_200; i++) {
        int partition = random.nextInt(3);
        String record = traffic.next(1_600_000_000_000L + i * 15L, 900);
        sources.get(partition).publish(record.getBytes(StandardCharsets.UTF_8));
      }
      sources.forEach(SourceHandle::close);
      engine.finish();
    }
    Collections.sort(alerts);
    assertThat(one.get("tocsin.alerts")).isEqualTo(alerts);
  }

  @Test
  void anAbsenceIsRaisedAtItsDeadlineWithNoFurtherEvent() {
    PathHarness path = new PathHarness(wall, 3, 4, 2, START, 500, SETTINGS);
    path.pass(100, 5);
    path.produce(1, "{\"kind\":\"Order\",\"id\":7,\"at\":" + path.now + "}");
    long deadline = path.now + 4_000;
    path.produce(1, "{\"kind\":\"Order\",\"id\":8,\"at\":" + path.now + "}");
    path.produce(2, "{\"kind\":\"Paid\",\"id\":8,\"at\":" + deadline + "}");
    // Lateness and idle timeout: by then no event of the deadline's instant can come any more.
    path.pass(deadline + 3_000 - path.now, 5);
    assertThat(path.readable().get("tocsin.alerts")).isEmpty();
    path.pass(100, 5);
    assertThat(path.readable().get("tocsin.alerts"))
        .singleElement()
        .asString()
        .contains("\"at\":" + deadline, "\"key\":7");
    path.check(3);
  }

  @Test
  void aSilentPartitionDoesNotHoldTimeAndAFailingReaderDoes() {
    PathHarness path = new PathHarness(wall, 2, 2, 1, START, 500, SETTINGS);
    for (int i = 0; i < 200; i++) {
      path.produce(0, "{\"kind\":\"Noise\",\"at\":" + path.now + "}");
      path.pass(50, 5);
    }
    long watermark = path.router.watermark();
    assertThat(watermark).isBetween(path.now - 3_100, path.now - 2_900);
    // Nothing is due and noise is of no use, so a tick may take its time.
    assertThat(path.lanes.get(0).look().get(0).watermark()).isBetween(watermark - 1_050, watermark);
    path.reader.failing(true);
    path.pass(30_000, 20);
    assertThat(path.lanes.get(0).look().get(0).watermark()).isLessThan(watermark + 100);
    path.reader.failing(false);
    // What producers had to keep is waited for.
    path.pass(5_000, 5);
    assertThat(path.lanes.get(0).look().get(0).watermark()).isLessThan(watermark + 100);
    path.pass(1_100, 5);
    assertThat(path.lanes.get(0).look().get(0).watermark()).isGreaterThan(path.now - 4_100);
    path.check(200);
  }

  @Test
  void noRouterNoTime() {
    PathHarness path = new PathHarness(wall, 2, 2, 1, START, 500, SETTINGS);
    path.pass(5_000, 10);
    long watermark = path.lanes.get(0).look().get(0).watermark();
    for (int i = 0; i < 1_000; i++) {
      path.now += 10;
      path.lanes.get(0).step(path.now, 0);
    }
    assertThat(path.lanes.get(0).look().get(0).watermark()).isEqualTo(watermark);
  }

  @Test
  void eachAlertHasItsOwnIdAndRevision() {
    Set<String> ids = new HashSet<>();
    List<String> alerts = old(log, 1, true, 17).get("tocsin.alerts");
    for (String alert : alerts) {
      assertThat(ids.add(alert.replaceAll("\"pack\".*", ""))).as(alert).isTrue();
    }
  }
}
