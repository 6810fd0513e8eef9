package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.JournalReader;
import io.tocsin.engine.spi.JournalRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads frames from the journal's topic; keeps what one fetch brought beyond the frames asked for.
 */
final class KafkaJournalReader implements JournalReader {
  private final KafkaConnection connection;
  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final Set<TopicPartition> assigned = new HashSet<>();
  private final ArrayDeque<JournalRecord> fetched = new ArrayDeque<>();

  KafkaJournalReader(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
    this.consumer =
        connection.consumer(
            Map.of(
                "fetch.max.wait.ms", "500",
                "max.poll.records", "1000",
                "max.partition.fetch.bytes", Integer.toString(4 << 20)));
  }

  @Override
  public void seek(int shard, long offset) {
    TopicPartition partition = new TopicPartition(topic, shard);
    if (assigned.add(partition)) {
      consumer.assign(assigned);
    }
    fetched.removeIf(record -> record.shard() == shard);
    consumer.seek(partition, offset);
  }

  @Override
  public void leave(int shard) {
    assigned.remove(new TopicPartition(topic, shard));
    consumer.assign(assigned);
    fetched.removeIf(record -> record.shard() == shard);
  }

  @Override
  public List<JournalRecord> poll(long maxWaitMillis, int maxFrames) {
    if (fetched.isEmpty()) {
      fetch(maxWaitMillis);
    }
    List<JournalRecord> frames = new ArrayList<>(Math.min(maxFrames, fetched.size()));
    while (frames.size() < maxFrames && !fetched.isEmpty()) {
      frames.add(fetched.remove());
    }
    return frames;
  }

  private void fetch(long maxWaitMillis) {
    if (assigned.isEmpty()) {
      return;
    }
    try {
      for (ConsumerRecord<byte[], byte[]> record :
          consumer.poll(Duration.ofMillis(maxWaitMillis))) {
        fetched.add(new JournalRecord(record.partition(), record.offset(), record.value()));
      }
    } catch (OffsetOutOfRangeException e) {
      throw new TocsinException(
          ErrorCode.JOURNAL_GAP,
          "The journal [%s] does not have the offsets [%s].\nMaybe its frames were deleted."
              .formatted(topic, e.offsetOutOfRangePartitions()),
          e);
    } catch (KafkaException e) {
      throw connection.unavailable("read the journal " + topic, e);
    }
  }

  @Override
  public OptionalLong lag(int shard) {
    TopicPartition partition = new TopicPartition(topic, shard);
    if (!assigned.contains(partition)) {
      return OptionalLong.empty();
    }
    OptionalLong beyond = consumer.currentLag(partition);
    if (beyond.isEmpty()) {
      return beyond;
    }
    long kept = fetched.stream().filter(record -> record.shard() == shard).count();
    return OptionalLong.of(beyond.getAsLong() + kept);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
