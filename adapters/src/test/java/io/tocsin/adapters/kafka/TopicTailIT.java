package io.tocsin.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.adapters.Seconds;
import io.tocsin.adapters.SharedBroker;
import io.tocsin.adapters.Until;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who watches a topic sees what is committed, in its order, a bounded time back and from then on.
 */
@ExtendWith(Seconds.class)
class TopicTailIT {
  private static final Duration WAIT = Duration.ofMillis(50);

  private static KafkaConnection connection;
  private static TestTopics topics;

  @BeforeAll
  static void connect() {
    connection = TestTopics.shared();
    topics = new TestTopics(connection);
  }

  @AfterAll
  static void disconnect() {
    topics.close();
    connection.close();
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
  }

  private static String text(TopicTail.Line line) {
    byte[] value = line.value();
    return value == null ? "null" : new String(value, StandardCharsets.UTF_8);
  }

  private static List<TopicTail.Line> read(TopicTail tail, int count) throws Exception {
    List<TopicTail.Line> lines = new ArrayList<>();
    Until.holds(
        count + " lines",
        () -> {
          lines.addAll(tail.poll(WAIT));
          return lines.size() >= count;
        });
    return lines;
  }

  @Test
  void itLooksBackABoundedWayAndThenFollows() throws Exception {
    String topic = topics.create(1);
    topics.produceAll(topic, numbered(0, 100));
    try (TopicTail tail = TopicTail.open(connection, List.of(topic), 10)) {
      assertThat(tail.isPresent()).isFalse();
      List<TopicTail.Line> old = read(tail, 10);
      assertThat(old).extracting(TopicTailIT::text).isEqualTo(numbered(90, 100));
      assertThat(old).allMatch(TopicTail.Line::old).allMatch(line -> line.topic().equals(topic));
      assertThat(tail.isPresent()).isTrue();
      topics.produceAll(topic, numbered(100, 200));
      List<TopicTail.Line> fresh = read(tail, 100);
      assertThat(fresh).extracting(TopicTailIT::text).isEqualTo(numbered(100, 200));
      assertThat(fresh).noneMatch(TopicTail.Line::old);
    }
  }

  @Test
  void openedAgainItGoesOnWhereThatManyOffsetsLeadBack() throws Exception {
    String topic = topics.create(1);
    topics.produceAll(topic, numbered(0, 5));
    try (TopicTail tail = TopicTail.open(connection, List.of(topic), 0)) {
      assertThat(tail.isPresent()).isTrue();
      topics.produceAll(topic, numbered(5, 6));
      assertThat(read(tail, 1)).extracting(TopicTailIT::text).isEqualTo(numbered(5, 6));
    }
    topics.produceAll(topic, numbered(6, 9));
    try (TopicTail tail = TopicTail.open(connection, List.of(topic), 3)) {
      assertThat(read(tail, 3)).extracting(TopicTailIT::text).isEqualTo(numbered(6, 9));
    }
    try (TopicTail tail = TopicTail.open(connection, List.of(topic), 1_000)) {
      assertThat(read(tail, 9)).extracting(TopicTailIT::text).isEqualTo(numbered(0, 9));
    }
  }

  @Test
  void whatIsNotCommittedIsNotSeen() throws Exception {
    String topic = topics.create(1);
    try (TopicTail tail = TopicTail.open(connection, List.of(topic), 10);
        Producer<byte[], byte[]> producer =
            connection.producer(Map.of("transactional.id", SharedBroker.name("tail")))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, "aborted".getBytes(StandardCharsets.UTF_8)));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, "committed".getBytes(StandardCharsets.UTF_8)));
      producer.flush();
      assertThat(tail.poll(Duration.ofMillis(300))).isEmpty();
      producer.commitTransaction();
      assertThat(read(tail, 1)).extracting(TopicTailIT::text).containsExactly("committed");
    }
  }

  @Test
  void largeRecordsAndTombstonesComeWhole() throws Exception {
    String topic = topics.create(1);
    String large = "y".repeat(2 << 20);
    topics.produce(topic, 0, "k", large, null);
    topics.produce(topic, 0, "k", null, null);
    topics.produce(topic, 0, "k", large + "z", null);
    try (TopicTail tail = TopicTail.open(connection, List.of(topic), 10)) {
      List<TopicTail.Line> lines = read(tail, 3);
      assertThat(lines).extracting(TopicTailIT::text).containsExactly(large, "null", large + "z");
    }
  }

  @Test
  void whatRetentionTakesAwayIsPassedOver() throws Exception {
    String topic = topics.create(1);
    topics.produceAll(topic, numbered(0, 50));
    try (TopicTail tail = TopicTail.open(connection, List.of(topic), 50)) {
      TopicPartition partition = new TopicPartition(topic, 0);
      connection.await(
          connection
              .admin()
              .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(40)))
              .all(),
          "delete records");
      assertThat(read(tail, 10)).extracting(TopicTailIT::text).isEqualTo(numbered(40, 50));
    }
  }

  @Test
  void anUnknownTopicIsReported() {
    assertThatThrownBy(
            () -> TopicTail.open(connection, List.of(SharedBroker.name("nowhere")), 10).close())
        .isInstanceOfSatisfying(
            TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining("nowhere");
  }
}
