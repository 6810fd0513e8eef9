package io.tocsin.adapters.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.Until;
import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.kafka.TestTopics;
import io.tocsin.engine.Engine;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.RouterSettings;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.testing.TwoStagePack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules over what rules of other keys emit, on a real broker: the alerts are those of a replay of
 * the same records, and nothing is late, although a node is cut off in the middle.
 */
@ExtendWith(Seconds.class)
class DerivedTimeIT {
  private static final int PARTITIONS = 3;

  /** Checkpoints often, so that a restart finds some. */
  private static final NodeSettings SETTINGS =
      new NodeSettings(
          PARTITIONS,
          1 << 20,
          RouterSettings.DEFAULT,
          new LaneSettings(64, 2, 200, 20_000, 500, 3_600_000, 500));

  @TempDir Path data;
  private BrokerProcess broker;
  private KafkaConnection connection;
  private HazelcastMember member;
  private TestTopics topics;

  @BeforeEach
  void connect() {
    broker = BrokerProcess.start(data);
    connection = new KafkaConnection(KafkaSettings.oneNode(broker.bootstrap()));
    member = HazelcastMember.start(MemberSettings.alone("derived", "a"));
    topics = new TestTopics(connection);
  }

  @AfterEach
  void disconnect() {
    topics.close();
    member.close();
    connection.close();
    broker.close();
  }

  private NodeRuntime start(PackPlan plan) throws Exception {
    NodeRuntime node =
        new NodeRuntime(connection, member, List.of(plan), pack -> Metrics.NONE, SETTINGS);
    node.start();
    Until.holdsAtLast("ready", () -> node.status().isReady());
    return node;
  }

  private static List<String> expected(
      PackPlan plan, List<ConsumerRecord<byte[], byte[]>> records) {
    List<String> alerts = new ArrayList<>();
    try (Engine engine =
        Engine.builder()
            .plan(plan)
            .onAlert(alert -> alerts.add(TwoStagePack.meaning(AlertJson.write(alert))))
            .build()) {
      List<SourceHandle> sources = new ArrayList<>();
      for (int i = 0; i < PARTITIONS; i++) {
        sources.add(engine.source("events", i));
      }
      records.forEach(record -> sources.get(record.partition()).publish(record.value()));
      sources.forEach(SourceHandle::close);
      engine.finish();
    }
    alerts.sort(null);
    return alerts;
  }

  private List<String> alerts() {
    return topics.readValues("tocsin.alerts").stream().map(TwoStagePack::meaning).sorted().toList();
  }

  private void check(NodeRuntime node, PackPlan plan) throws Exception {
    topics.flush();
    List<String> expected = expected(plan, topics.read("events"));
    assertThat(expected).hasSizeGreaterThan(30);
    for (String rule : List.of("Bursts of a shop", "Burst without rest", "Busy region")) {
      assertThat(expected).anyMatch(alert -> alert.contains(rule));
    }
    Until.holdsAtLast("all alerts", () -> alerts().size() >= expected.size());
    assertThat(alerts()).isEqualTo(expected);
    assertThat(node.stop(Duration.ofSeconds(20))).isTrue();
    assertThat(alerts()).isEqualTo(expected);
    assertThat(node.status().packs().get(0).counters()).containsEntry("late", 0L);
  }

  /** Payments of now, to two of the partitions, no two with the same time. */
  private void live(Random random, Set<Long> times, Duration during) {
    long end = System.nanoTime() + during.toNanos();
    while (System.nanoTime() < end) {
      long at = System.currentTimeMillis() - random.nextInt(400);
      if (times.add(at)) {
        topics.produceLater("events", random.nextInt(2), TwoStagePack.payment(random, at));
      }
      // The pace of live events, which the wall clock gives.
      LockSupport.parkNanos(25_000_000);
    }
  }

  @Test
  void liveEventsGiveWhatAReplayGives() throws Exception {
    PackPlan plan = TwoStagePack.compile("1s", "wall");
    Random random = new Random(7);
    Set<Long> times = new HashSet<>();
    NodeRuntime first = start(plan);
    live(random, times, Duration.ofSeconds(6));
    first.stop(Duration.ZERO);
    live(random, times, Duration.ofSeconds(2));
    NodeRuntime node = start(plan);
    live(random, times, Duration.ofSeconds(5));
    check(node, plan);
  }

  @Test
  void oldDataGiveWhatAReplayGives() throws Exception {
    PackPlan plan = TwoStagePack.compile("1s", "log");
    Random random = new Random(8);
    NodeRuntime first = start(plan);
    old(random, 1_600_000_000_000L, 700);
    Until.holdsAtLast("some alerts", () -> !alerts().isEmpty());
    first.stop(Duration.ZERO);
    NodeRuntime node = start(plan);
    // Later than the time that may pass by itself once the first have ended.
    old(random, 1_600_003_600_000L, 800);
    check(node, plan);
  }

  private void old(Random random, long from, int count) {
    for (int i = 0; i < count; i++) {
      long at = from + i * 30L + random.nextInt(30);
      topics.produceLater("events", random.nextInt(PARTITIONS), TwoStagePack.payment(random, at));
    }
    topics.flush();
  }
}
