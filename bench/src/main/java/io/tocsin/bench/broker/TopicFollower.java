package io.tocsin.bench.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Follows topics from their beginnings, through everything that happens to the broker. */
public final class TopicFollower implements AutoCloseable {
  private static final long STEP_MILLIS = 50;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<ConsumerRecord<byte[], byte[]>> sink;
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable RuntimeException failure;
  private volatile Map<TopicPartition, Long> positions = Map.of();

  /**
   * Begins to follow at offset 0.
   *
   * @param committedOnly whether only what is committed is handed over
   * @param sink takes each record, on a thread of this follower
   */
  public TopicFollower(
      String bootstrap,
      List<TopicPartition> partitions,
      boolean committedOnly,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    this.sink = sink;
    this.consumer = consumer(bootstrap, committedOnly);
    consumer.assign(partitions);
    // Not seekToBeginning, because frames that were deleted unseen must not be passed over.
    partitions.forEach(partition -> consumer.seek(partition, 0));
    this.thread = new Thread(this::follow, "follow-" + partitions.get(0).topic());
    thread.setDaemon(true);
    thread.start();
  }

  static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, boolean committedOnly) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "isolation.level",
            committedOnly ? "read_committed" : "read_uncommitted",
            "auto.offset.reset",
            "none",
            "enable.auto.commit",
            "false",
            "reconnect.backoff.max.ms",
            "500"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** The first partitions of a topic. */
  public static List<TopicPartition> partitions(String topic, int count) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    return partitions;
  }

  private void follow() {
    try (consumer) {
      while (!closing) {
        consumer.poll(Duration.ofMillis(STEP_MILLIS)).forEach(sink);
        Map<TopicPartition, Long> now = new HashMap<>();
        consumer.assignment().forEach(one -> now.put(one, consumer.position(one)));
        positions = now;
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * Whether everything below these offsets was handed over.
   *
   * @throws IllegalStateException where following has failed
   */
  public boolean hasReached(Map<TopicPartition, Long> ends) {
    check();
    Map<TopicPartition, Long> now = positions;
    return ends.entrySet().stream()
        .allMatch(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /**
   * @throws IllegalStateException where following has failed
   */
  public void check() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw new IllegalStateException("The follower of a topic has failed.", failed);
    }
  }

  /** Reads what lies in partitions now, from their beginnings, once. */
  public static void readAll(
      String bootstrap,
      List<TopicPartition> partitions,
      boolean committedOnly,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, committedOnly)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(sink);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join(10_000);
  }
}
