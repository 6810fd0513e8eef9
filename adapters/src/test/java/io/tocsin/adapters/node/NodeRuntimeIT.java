package io.tocsin.adapters.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.adapters.Until;
import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.MemberSettings;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.kafka.TestTopics;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.lane.LaneState;
import io.tocsin.engine.router.RouterSettings;
import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.testing.Books;
import io.tocsin.engine.testing.RecordingMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records on a topic lead to alerts under read_committed, once each, whatever happens to nodes. */
@ExtendWith(Seconds.class)
class NodeRuntimeIT {
  /** Checkpoints often, so that a restart finds some. */
  private static final NodeSettings SETTINGS =
      new NodeSettings(
          PathCase.PARTITIONS,
          1 << 20,
          RouterSettings.DEFAULT,
          new LaneSettings(64, 2, 200, 20_000, 500, 3_600_000, 500));

  private static KafkaConnection connection;
  private static TestTopics topics;
  private static HazelcastMember member;

  @BeforeAll
  static void connect() {
    connection = new KafkaConnection(KafkaSettings.oneNode(SharedBroker.bootstrap()));
    topics = new TestTopics(connection);
    member = HazelcastMember.start(MemberSettings.alone("node-runtime", "a"));
  }

  @AfterAll
  static void disconnect() {
    member.close();
    topics.close();
    connection.close();
  }

  private static NodeRuntime node(PathCase path, Metrics metrics) {
    return new NodeRuntime(connection, member, List.of(path.plan), pack -> metrics, SETTINGS);
  }

  private static void untilLive(NodeRuntime node) throws Exception {
    Until.holds("ready", () -> node.status().isReady());
  }

  private static void untilExpected(PathCase path) throws Exception {
    Until.holds("all alerts", () -> path.alerts(topics).size() >= path.expected.size());
    assertThat(path.alerts(topics)).isEqualTo(path.expected);
  }

  @Test
  void recordsLeadToTheAlertsOfTheEmbeddedEngine() throws Exception {
    PathCase path = new PathCase(1, 3_000);
    RecordingMetrics metrics = new RecordingMetrics();
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    NodeRuntime node = node(path, metrics);
    node.onAlert(told::add);
    assertThat(node.status().isReady()).isFalse();
    assertThat(node.status().packs().get(0).problem()).isNotEmpty();
    node.start();
    untilLive(node);
    path.produce(topics, 1);
    untilExpected(path);
    Until.holds("listeners", () -> told.size() >= path.expected.size());
    assertThat(told).containsExactlyInAnyOrderElementsOf(path.expected);
    Until.holds(
        "counters",
        () ->
            node.status().packs().get(0).counters().getOrDefault("records", 0L) == path.records());
    assertThat(node.status().packs().get(0).counters()).containsEntry("late", 0L);
    assertThat(node.stop(Duration.ofSeconds(20))).isTrue();
    PackStatus stopped = node.status().packs().get(0);
    Books.balance(stopped.counters(), path.records(), path.plan);
    assertThat(stopped.router()).isInstanceOf(RouterState.Stopped.class);
    assertThat(stopped.lanes())
        .allSatisfy(
            lane -> {
              assertThat(lane.state()).isInstanceOf(LaneState.Stopped.class);
              assertThat(lane.shards())
                  .allSatisfy(
                      shard -> {
                        assertThat(shard.committed()).isEqualTo(shard.nextOffset());
                        assertThat(shard.checkpoint()).isEqualTo(shard.nextOffset());
                      });
            });
    cloudEvents(path);
  }

  private static void cloudEvents(PathCase path) {
    for (ConsumerRecord<byte[], byte[]> record : topics.read(path.plan.pack().alertTopic())) {
      assertThat(record.headers().toArray())
          .extracting(header -> header.key())
          .contains("ce_id", "ce_type", "ce_source", "ce_time", "ce_specversion", "content-type");
      assertThat(new String(record.headers().lastHeader("ce_type").value()))
          .isEqualTo("io.tocsin.alert.raised");
      assertThat(new String(record.headers().lastHeader("content-type").value()))
          .isEqualTo("application/json");
    }
  }

  @Test
  void aRestartInTheMiddleLosesAndDuplicatesNothing() throws Exception {
    PathCase path = new PathCase(2, 3_000);
    double[] parts = {0.2, 0.5, 0.7, 1};
    for (int i = 0; i < parts.length; i++) {
      NodeRuntime node = node(path, Metrics.NONE);
      node.start();
      untilLive(node);
      int before = path.alerts(topics).size();
      path.produce(topics, parts[i]);
      if (i < parts.length - 1) {
        Until.holds("more alerts", () -> path.alerts(topics).size() > before);
        // Once cleanly, once cut off in the middle, once cleanly.
        node.stop(i == 1 ? Duration.ZERO : Duration.ofSeconds(20));
      } else {
        untilExpected(path);
        assertThat(node.status().packs().get(0).lanes())
            .allSatisfy(lane -> assertThat(lane.shards()).allMatch(shard -> !shard.diverged()));
        assertThat(node.stop(Duration.ofSeconds(20))).isTrue();
        Books.balance(node.status().packs().get(0).counters(), path.records(), path.plan);
      }
    }
    assertThat(path.alerts(topics)).isEqualTo(path.expected);
  }

  @Test
  void aSecondNodeTakesOverAndTheFirstWritesNothingMore() throws Exception {
    PathCase path = new PathCase(3, 2_000);
    NodeRuntime first = node(path, Metrics.NONE);
    first.start();
    untilLive(first);
    path.produce(topics, 0.5);
    Until.holds("some alerts", () -> !path.alerts(topics).isEmpty());
    NodeRuntime second = node(path, Metrics.NONE);
    second.start();
    path.produce(topics, 1);
    untilExpected(path);
    Until.holds("the second node is live", () -> second.status().isReady());
    // A lane that has nothing to write does not notice, and does no harm.
    Until.holds(
        "the first is fenced",
        () ->
            first.status().packs().get(0).lanes().stream()
                .anyMatch(
                    lane ->
                        lane.state() instanceof LaneState.Stopped stopped
                            && stopped.code().equals(Optional.of(ErrorCode.FENCED))));
    first.stop(Duration.ofSeconds(10));
    assertThat(second.stop(Duration.ofSeconds(20))).isTrue();
    Books.balance(second.status().packs().get(0).counters(), path.records(), path.plan);
    assertThat(path.alerts(topics)).isEqualTo(path.expected);
  }

  @Test
  void theEldestNodeRunsThePackAndTheNextOneTakesItOverWhenItLeaves() throws Exception {
    PathCase path = new PathCase(6, 2_000);
    HazelcastMember eldest = HazelcastMember.start(MemberSettings.alone("eldest", "a"));
    MemberSettings second =
        new MemberSettings("eldest", "b", "127.0.0.1", 0, List.of(eldest.address()), 1);
    try (HazelcastMember next = HazelcastMember.start(second)) {
      NodeRuntime standby = node(path, next);
      standby.start();
      Until.holds("it stands by", () -> standby.status().standsBy());
      assertThat(standby.status().isReady()).isTrue();
      assertThat(standby.status().detail()).contains("The node [a] runs");
      NodeRuntime owner = node(path, eldest);
      owner.start();
      untilLive(owner);
      path.produce(topics, 0.5);
      Until.holds("some alerts", () -> !path.alerts(topics).isEmpty());
      assertThat(standby.status().packs().get(0).lanes()).isEmpty();
      assertThat(owner.stop(Duration.ofSeconds(20))).isTrue();
      eldest.close();
      Until.holds("it has taken over", () -> standby.status().packs().get(0).isLive());
      MemberSettings again =
          new MemberSettings("eldest", "a", "127.0.0.1", 0, List.of(next.address()), 1);
      try (HazelcastMember returned = HazelcastMember.start(again)) {
        NodeRuntime young = node(path, returned);
        young.start();
        Until.holds("the one that returned stands by", () -> young.status().standsBy());
        path.produce(topics, 1);
        untilExpected(path);
        assertThat(standby.status().packs().get(0).isLive()).isTrue();
        young.stop(Duration.ofSeconds(10));
      }
      assertThat(standby.stop(Duration.ofSeconds(20))).isTrue();
      Books.balance(standby.status().packs().get(0).counters(), path.records(), path.plan);
    } finally {
      eldest.close();
    }
  }

  private static NodeRuntime node(PathCase path, HazelcastMember member) {
    return new NodeRuntime(connection, member, List.of(path.plan), pack -> Metrics.NONE, SETTINGS);
  }

  @Test
  void aPackThatIsOnItsWayWhenTheNodeStopsIsGivenUp() throws Exception {
    PathCase path = new PathCase(4, 500);
    CountDownLatch launching = new CountDownLatch(1);
    NodeRuntime node =
        new NodeRuntime(
            connection,
            member,
            List.of(path.plan),
            pack -> {
              launching.countDown();
              awaitInterrupt();
              return Metrics.NONE;
            },
            SETTINGS);
    node.start();
    launching.await();
    assertThat(node.stop(Duration.ofSeconds(20))).isTrue();
    assertThat(node.status().packs().get(0).lanes()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith(path.plan.pack().name()));

    NodeRuntime next = node(path, Metrics.NONE);
    next.start();
    untilLive(next);
    path.produce(topics, 1);
    untilExpected(path);
    assertThat(next.stop(Duration.ofSeconds(20))).isTrue();
  }

  /** Returns once the stop has begun. */
  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException begun) {
      // Not set again, so that the launch goes on as if it had not noticed.
    }
  }

  @Test
  void aStopWhilePacksStartIsBoundedAndLeavesNothingRunning() throws Exception {
    PathCase path = new PathCase(5, 500);
    for (int attempt = 0; attempt < 6; attempt++) {
      NodeRuntime node = node(path, Metrics.NONE);
      node.start();
      // So that each attempt stops the node at another moment of its start.
      LockSupport.parkNanos(Duration.ofMillis(attempt * 80L).toNanos());
      long began = System.nanoTime();
      node.stop(Duration.ofSeconds(20));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith(path.plan.pack().name()));
    }
  }
}
