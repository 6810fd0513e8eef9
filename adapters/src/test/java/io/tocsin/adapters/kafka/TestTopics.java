package io.tocsin.adapters.kafka;

import io.tocsin.adapters.SharedBroker;
import io.tocsin.engine.testing.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Topics on a broker as a test makes, fills and reads them. */
public final class TestTopics implements AutoCloseable {
  private final KafkaConnection connection;
  private final Producer<byte[], byte[]> producer;

  public TestTopics(KafkaConnection connection) {
    this.connection = connection;
    this.producer = connection.producer(Map.of("max.request.size", Integer.toString(8 << 20)));
  }

  static KafkaConnection shared() {
    return new KafkaConnection(KafkaSettings.oneNode(SharedBroker.bootstrap()));
  }

  public String create(int partitions) {
    String topic = SharedBroker.name("topic");
    new Topics(connection).source(topic, partitions).create();
    return topic;
  }

  /** A topic of one partition with properties of its own. */
  void create(String topic, Map<String, String> properties) {
    connection.await(
        connection
            .admin()
            .createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(properties)))
            .all(),
        "create " + topic);
  }

  public long produce(
      String topic,
      int partition,
      @Nullable String key,
      @Nullable String value,
      @Nullable Long time) {
    try {
      return producer
          .send(new ProducerRecord<>(topic, partition, time, bytes(key), bytes(value)))
          .get(20, TimeUnit.SECONDS)
          .offset();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Produces values in their order to the first partition and waits for all. */
  public void produceAll(String topic, List<String> values) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    values.forEach(
        value -> sent.add(producer.send(new ProducerRecord<>(topic, 0, null, null, bytes(value)))));
    for (Future<RecordMetadata> one : sent) {
      try {
        one.get(20, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  public boolean exists(String topic) {
    return connection
        .await(connection.admin().listTopics().names(), "list the topics")
        .contains(topic);
  }

  /** Sends without waiting; {@link #flush} does. */
  public void produceLater(String topic, int partition, String value) {
    producer.send(new ProducerRecord<>(topic, partition, null, bytes(value)));
  }

  public void flush() {
    producer.flush();
  }

  /**
   * Everything that is readable under read_committed once the transactions that are open now have
   * ended, partition by partition.
   *
   * <p>A commit is answered when it is certain; its records can be read some moments later.
   */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    int count = Topics.partitions(connection, List.of(topic)).get(topic);
    try (Consumer<byte[], byte[]> consumer =
        connection.consumer(Map.of("isolation.level", "read_committed"))) {
      for (int i = 0; i < count; i++) {
        TopicPartition partition = new TopicPartition(topic, i);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = end(partition);
        Await.until(
            "the end of the transactions in " + partition,
            () -> {
              consumer.poll(Duration.ofMillis(50)).forEach(records::add);
              return consumer.position(partition) >= end;
            });
      }
    }
    return records;
  }

  /** The end with open transactions, which a consumer under read_committed is not told. */
  private long end(TopicPartition partition) {
    return connection
        .await(
            connection
                .admin()
                .listOffsets(
                    Map.of(partition, OffsetSpec.latest()),
                    new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all(),
            "find the end of " + partition)
        .get(partition)
        .offset();
  }

  public List<String> readValues(String topic) {
    return read(topic).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
