package io.tocsin.adapters.kafka;

import io.tocsin.adapters.kafka.CheckpointPieces.Assembly;
import io.tocsin.adapters.kafka.CheckpointPieces.Head;
import io.tocsin.adapters.kafka.KafkaCheckpointStore.Span;
import io.tocsin.engine.spi.CheckpointStore.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongBinaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads the partitions of the checkpoint topic to their ends. */
final class CheckpointReader {
  private final KafkaConnection connection;
  private final String topic;

  CheckpointReader(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
  }

  /**
   * The generations that are whole, the newest first.
   *
   * @param spans receives where each of them lies
   */
  List<Stored> read(int shard, NavigableMap<Long, Span> spans) {
    Map<Long, Assembly> parts = new HashMap<>();
    Map<Long, Long> firsts = new HashMap<>();
    NavigableMap<Long, Stored> whole = new TreeMap<>();
    scan(
        shard,
        (begin, end) -> begin,
        record -> {
          String key = new String(record.key(), StandardCharsets.UTF_8);
          int slash = key.indexOf('/');
          long generation = Long.parseLong(slash < 0 ? key : key.substring(0, slash));
          if (record.value() == null) {
            parts.remove(generation);
            whole.remove(generation);
            spans.remove(generation);
          } else if (slash >= 0) {
            int index = Integer.parseInt(key.substring(slash + 1));
            if (index == 0) {
              firsts.put(generation, record.offset());
            }
            parts.computeIfAbsent(generation, g -> new Assembly()).add(index, record.value());
          } else {
            Head head = Head.decode(record.value());
            Assembly pieces = parts.getOrDefault(generation, new Assembly());
            byte[] bytes = head == null ? null : pieces.whole(head);
            if (head != null && bytes != null) {
              whole.put(generation, new Stored(generation, bytes));
              long first = firsts.getOrDefault(generation, record.offset());
              spans.put(generation, new Span(first, head.pieces()));
            }
          }
        });
    return List.copyOf(whole.descendingMap().values());
  }

  /** The newest whole generation, from the last record alone where that is a head. */
  OptionalLong newest(int shard) {
    Head[] last = new Head[1];
    scan(
        shard,
        (begin, end) -> end - 1,
        record -> last[0] = record.value() == null ? null : Head.decode(record.value()));
    if (last[0] != null) {
      return OptionalLong.of(last[0].generation());
    }
    List<Stored> whole = read(shard, new TreeMap<>());
    return whole.isEmpty() ? OptionalLong.empty() : OptionalLong.of(whole.get(0).generation());
  }

  /** Hands over the records of a partition as it is now, from an offset that its bounds tell. */
  private void scan(
      int shard, LongBinaryOperator start, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    TopicPartition partition = new TopicPartition(topic, shard);
    List<TopicPartition> partitions = List.of(partition);
    long deadline = System.nanoTime() + connection.settings().timeoutMillis() * 1_000_000L;
    try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer =
        connection.consumer(Map.of("max.partition.fetch.bytes", Integer.toString(16 << 20)))) {
      consumer.assign(partitions);
      long begin = consumer.beginningOffsets(partitions).getOrDefault(partition, 0L);
      long end = consumer.endOffsets(partitions).getOrDefault(partition, 0L);
      consumer.seek(partition, Math.max(begin, start.applyAsLong(begin, end)));
      while (consumer.position(partition) < end) {
        int records = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          each.accept(record);
          records++;
        }
        if (records > 0) {
          deadline = System.nanoTime() + connection.settings().timeoutMillis() * 1_000_000L;
        } else if (System.nanoTime() > deadline) {
          throw new TimeoutException("the end did not come");
        }
      }
    } catch (KafkaException e) {
      throw connection.unavailable("read checkpoints from " + topic, e);
    }
  }
}
