package io.tocsin.adapters.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows topics for whoever watches: first a bounded look back at what is committed, then all that
 * comes. For one thread.
 */
public final class TopicTail implements AutoCloseable {
  private final KafkaConnection connection;
  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  /**
   * A record.
   *
   * @param topic where it lies
   * @param value the record's body; null for a tombstone
   * @param old whether it was there before the tail was opened
   */
  public record Line(String topic, byte @Nullable [] value, boolean old) {}

  private TopicTail(KafkaConnection connection) {
    this.connection = connection;
    this.consumer =
        connection.consumer(
            Map.of("isolation.level", "read_committed", "fetch.max.wait.ms", "500"));
  }

  /**
   * Opens the topics, which must exist.
   *
   * @param lookBack how many offsets of each partition to go back
   * @throws io.tocsin.engine.event.TocsinException with {@code UNAVAILABLE}
   */
  public static TopicTail open(
      KafkaConnection connection, Collection<String> topics, int lookBack) {
    TopicTail tail = new TopicTail(connection);
    try {
      tail.assign(topics, lookBack);
      return tail;
    } catch (RuntimeException e) {
      tail.close();
      throw e;
    }
  }

  private void assign(Collection<String> topics, int lookBack) {
    Map<TopicPartition, OffsetSpec> first = new HashMap<>();
    Map<TopicPartition, OffsetSpec> last = new HashMap<>();
    Topics.partitions(connection, topics)
        .forEach(
            (topic, count) -> {
              for (int i = 0; i < count; i++) {
                first.put(new TopicPartition(topic, i), OffsetSpec.earliest());
                last.put(new TopicPartition(topic, i), OffsetSpec.latest());
              }
            });
    Map<TopicPartition, Long> begins = Offsets.of(connection, first);
    ends.putAll(Offsets.of(connection, last));
    consumer.assign(ends.keySet());
    ends.forEach(
        (partition, end) ->
            consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - lookBack)));
  }

  /** Whether everything that was there at the opening has been read. */
  public boolean isPresent() {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  /**
   * The next records; those of one partition in their order.
   *
   * @throws io.tocsin.engine.event.TocsinException with {@code UNAVAILABLE}; the tail must be
   *     opened again then
   */
  public List<Line> poll(Duration wait) {
    List<Line> lines = new ArrayList<>();
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        boolean old = record.offset() < ends.getOrDefault(partition, 0L);
        lines.add(new Line(record.topic(), record.value(), old));
      }
    } catch (OffsetOutOfRangeException e) {
      // Because retention went past us, and the newest records matter most here.
      consumer.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
    } catch (KafkaException e) {
      throw connection.unavailable("follow topics", e);
    }
    return lines;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
