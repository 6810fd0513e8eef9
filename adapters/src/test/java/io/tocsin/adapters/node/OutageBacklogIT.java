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
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.testing.PathPack;
import io.tocsin.engine.testing.PathTraffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Live events under {@code clock: wall} go on while the node is away and then while the broker is:
 * what has piled up in the topic or with the producer is not late afterwards, and a partition to
 * which nothing ever comes holds nobody up.
 */
@ExtendWith(Seconds.class)
class OutageBacklogIT {
  private static final int PARTITIONS = 3;

  @TempDir Path data;

  private final PackPlan plan = PathPack.compile("1s", "wall");
  private final PathTraffic traffic = new PathTraffic(6, false);
  private long produced;

  /** A record every 10 ms, its time up to 0.5 s ago, to two of the partitions. */
  private void live(TestTopics topics, Duration during) {
    long end = System.nanoTime() + during.toNanos();
    while (System.nanoTime() < end) {
      int partition = (int) (produced++ % 2);
      topics.produceLater("events", partition, traffic.next(System.currentTimeMillis(), 500));
      // The pace of the live events, which the wall clock gives.
      LockSupport.parkNanos(10_000_000);
    }
  }

  private List<String> expected(List<ConsumerRecord<byte[], byte[]>> records) {
    List<String> alerts = new ArrayList<>();
    try (Engine engine =
        Engine.builder().plan(plan).onAlert(alert -> alerts.add(AlertJson.write(alert))).build()) {
      List<SourceHandle> sources = List.of(engine.source("events", 0), engine.source("events", 1));
      records.forEach(record -> sources.get(record.partition()).publish(record.value()));
      sources.forEach(SourceHandle::close);
      engine.finish();
    }
    alerts.sort(null);
    return alerts;
  }

  private NodeRuntime start(KafkaConnection connection, HazelcastMember member) {
    NodeRuntime node =
        new NodeRuntime(
            connection,
            member,
            List.of(plan),
            pack -> Metrics.NONE,
            NodeSettings.DEFAULT.withSourcePartitions(PARTITIONS));
    node.start();
    return node;
  }

  private static long counter(NodeRuntime node, String name) {
    return node.status().packs().get(0).counters().getOrDefault(name, 0L);
  }

  @Test
  void whatPiledUpIsNotLate() throws Exception {
    BrokerProcess broker = BrokerProcess.start(data);
    try (KafkaConnection connection =
            new KafkaConnection(KafkaSettings.oneNode(broker.bootstrap()));
        HazelcastMember member = HazelcastMember.start(MemberSettings.alone("backlog", "a"));
        TestTopics topics = new TestTopics(connection)) {
      NodeRuntime first = start(connection, member);
      Until.holds("ready", () -> first.status().isReady());
      live(topics, Duration.ofSeconds(4));
      first.stop(Duration.ZERO);
      live(topics, Duration.ofSeconds(8));
      topics.flush();
      NodeRuntime node = start(connection, member);
      Until.holds("ready again", () -> node.status().isReady());
      live(topics, Duration.ofSeconds(3));
      broker.kill();
      live(topics, Duration.ofSeconds(8));
      broker = broker.startAgain();
      live(topics, Duration.ofSeconds(3));
      topics.flush();
      // The topic says what came, because a producer may give up on a record.
      List<ConsumerRecord<byte[], byte[]>> records = topics.read("events");
      assertThat(records).hasSizeGreaterThan((int) (produced * 0.9));
      Until.holdsAtLast("all records", () -> counter(node, "records") == records.size());
      List<String> expected = expected(records);
      Until.holdsAtLast(
          "all alerts", () -> topics.readValues("tocsin.alerts").size() >= expected.size());
      assertThat(topics.readValues("tocsin.alerts")).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(counter(node, "late")).isZero();
      node.stop(Duration.ofSeconds(20));
    } finally {
      broker.close();
    }
  }
}
