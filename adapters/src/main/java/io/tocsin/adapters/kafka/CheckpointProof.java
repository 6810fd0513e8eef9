package io.tocsin.adapters.kafka;

import io.tocsin.adapters.kafka.CheckpointPieces.Assembly;
import io.tocsin.adapters.kafka.CheckpointPieces.Head;
import io.tocsin.engine.event.TocsinException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads back checkpoints that were just written. Keeps its consumer, because to open one costs more
 * than to read, and lanes are at work meanwhile. For one thread.
 */
final class CheckpointProof implements AutoCloseable {
  private final KafkaConnection connection;
  private final String topic;
  private @Nullable Consumer<byte[], byte[]> consumer;

  CheckpointProof(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
  }

  /**
   * Whether a generation is there as it was written.
   *
   * @param first the offset of its first piece
   * @param last the offset of its head, the last of its records
   * @throws TocsinException with {@code UNAVAILABLE} where it cannot be read
   */
  boolean holds(int shard, long first, long last, Head head) {
    Assembly pieces = new Assembly();
    boolean whole = false;
    TopicPartition partition = new TopicPartition(topic, shard);
    try {
      Consumer<byte[], byte[]> reading = open();
      reading.assign(List.of(partition));
      reading.seek(partition, first);
      long deadline = deadline();
      while (reading.position(partition) <= last) {
        List<ConsumerRecord<byte[], byte[]>> records =
            reading.poll(Duration.ofMillis(100)).records(partition);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          whole |= takes(record, head, pieces);
        }
        if (!records.isEmpty()) {
          deadline = deadline();
        } else if (System.nanoTime() > deadline) {
          throw new TimeoutException("the end did not come");
        }
      }
      reading.assign(List.of());
      return whole;
    } catch (KafkaException e) {
      close();
      throw connection.unavailable("read back from " + topic, e);
    }
  }

  /** Takes a record in; returns whether it is the head and the pieces before it are whole. */
  private static boolean takes(ConsumerRecord<byte[], byte[]> record, Head head, Assembly pieces) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    byte[] value = record.value();
    if (value == null) {
      return false;
    }
    if (key.startsWith(head.generation() + "/")) {
      pieces.add(Integer.parseInt(key.substring(key.indexOf('/') + 1)), value);
      return false;
    }
    return key.equals(Long.toString(head.generation()))
        && head.equals(Head.decode(value))
        && pieces.whole(head) != null;
  }

  private Consumer<byte[], byte[]> open() {
    Consumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open = connection.consumer(Map.of("max.partition.fetch.bytes", Integer.toString(16 << 20)));
      consumer = open;
    }
    return open;
  }

  private long deadline() {
    return System.nanoTime() + connection.settings().timeoutMillis() * 1_000_000L;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      consumer = null;
    }
  }
}
