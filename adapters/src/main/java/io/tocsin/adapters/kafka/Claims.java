package io.tocsin.adapters.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The claims topic of a pack: who took over which lane or router task. The offset of a record is
 * the epoch of its claim, since it is written in a transaction that only the newest claimer can
 * begin.
 */
class Claims {
  private final KafkaConnection connection;
  private final TopicPartition partition;

  /** Tells our own claims, of which the outcome may be unknown, from those of others. */
  private final String owner =
      "%s %d %s".formatted(host(), ProcessHandle.current().pid(), UUID.randomUUID());

  Claims(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.partition = new TopicPartition(topic, 0);
  }

  ProducerRecord<byte[], byte[]> record(String id) {
    return new ProducerRecord<>(partition.topic(), partition.partition(), bytes(id), bytes(owner));
  }

  /** Whether a record of the topic is a claim of this id. */
  static boolean isOf(ConsumerRecord<byte[], byte[]> record, String id) {
    return Arrays.equals(record.key(), bytes(id));
  }

  /**
   * The offset of the newest claim of an id by somebody else, or -1.
   *
   * <p>Claims that are not committed yet count too, because whoever wrote one has fenced the owner
   * before.
   */
  long newest(String id) {
    byte[] own = bytes(owner);
    long newest = -1;
    try (Consumer<byte[], byte[]> consumer = connection.consumer(Map.of())) {
      List<TopicPartition> partitions = List.of(partition);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long millis = connection.settings().timeoutMillis();
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      long end = consumer.endOffsets(partitions).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("no end after " + millis + " ms");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (isOf(record, id) && !Arrays.equals(record.value(), own)) {
            newest = record.offset();
          }
        }
      }
      return newest;
    } catch (KafkaException e) {
      throw connection.unavailable("read the claims", e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
