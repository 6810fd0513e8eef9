package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.JournalRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer of the journal for all readers on this node, on a thread of its own.
 *
 * <p>Frames are cut together for all shards, so that each write would wake every reader's own
 * consumer: as many requests as there are lanes, for the same few bytes. Here they are one. What
 * readers want (to seek, to leave) is done by the thread in the order in which it was asked for; a
 * partition belongs to the reader that sought it last. A reader that does not keep up has its
 * partitions paused, and no other waits for it.
 */
final class JournalFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFeed.class);
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final long CLOSE_MILLIS = 2_000;

  private final KafkaConnection connection;
  private final String topic;
  private final BlockingQueue<Runnable> wishes = new LinkedBlockingQueue<>();
  private final Map<TopicPartition, Subscription> subscriptions = new HashMap<>();
  private final Thread thread;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private volatile boolean closed;

  /** Whose a partition is, as of which of its seeks. */
  private record Subscription(KafkaJournalReader reader, long seek) {}

  JournalFeed(KafkaConnection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
    this.thread = new Thread(this::run, topic + "-feed");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Delivers the shard to the reader, from the offset on.
   *
   * @param seek comes back with what is delivered for it
   */
  void seek(KafkaJournalReader reader, int shard, long offset, long seek) {
    wish(
        () -> {
          TopicPartition partition = partition(shard);
          Consumer<byte[], byte[]> open = opened();
          subscriptions.put(partition, new Subscription(reader, seek));
          open.assign(subscriptions.keySet());
          open.seek(partition, offset);
        });
  }

  /** Delivers the shard to the reader no more. */
  void leave(KafkaJournalReader reader, int shard) {
    wish(() -> drop(reader, Set.of(partition(shard))));
  }

  /** Delivers nothing to the reader any more. */
  void leave(KafkaJournalReader reader) {
    wish(() -> drop(reader, Set.copyOf(subscriptions.keySet())));
  }

  /** A reader that was full has room again. */
  void resume() {
    wish(() -> {});
  }

  private void drop(KafkaJournalReader reader, Set<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      Subscription current = subscriptions.get(partition);
      if (current != null && current.reader() == reader) {
        subscriptions.remove(partition);
      }
    }
    Consumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.assign(subscriptions.keySet());
    }
  }

  private void wish(Runnable wish) {
    wishes.add(wish);
    Consumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
  }

  private TopicPartition partition(int shard) {
    return new TopicPartition(topic, shard);
  }

  private Consumer<byte[], byte[]> opened() {
    Consumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open =
          connection.consumer(
              Map.of(
                  "fetch.max.wait.ms", Long.toString(WAIT.toMillis()),
                  "max.poll.records", "1000",
                  "max.partition.fetch.bytes", Integer.toString(4 << 20)));
      consumer = open;
    }
    return open;
  }

  private void run() {
    while (!closed) {
      try {
        fulfil();
        if (!subscriptions.isEmpty()) {
          deliver();
        }
      } catch (WakeupException wish) {
        // It is fulfilled next.
      } catch (OffsetOutOfRangeException e) {
        gone(e);
      } catch (RuntimeException e) {
        fail(e);
      }
    }
    discard();
  }

  /** Waits for a wish where there is nothing to read. */
  private void fulfil() {
    try {
      Runnable wish =
          subscriptions.isEmpty()
              ? wishes.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS)
              : wishes.poll();
      for (; wish != null; wish = wishes.poll()) {
        wish.run();
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void deliver() {
    Consumer<byte[], byte[]> open = opened();
    pauseTheFull(open);
    ConsumerRecords<byte[], byte[]> records = open.poll(WAIT);
    for (TopicPartition partition : open.assignment()) {
      Subscription subscription = subscriptions.get(partition);
      if (subscription != null) {
        OptionalLong beyond = open.currentLag(partition);
        subscription
            .reader()
            .deliver(
                partition.partition(), subscription.seek(), beyond, frames(records, partition));
      }
    }
  }

  private static List<JournalRecord> frames(
      ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    List<JournalRecord> frames = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
      frames.add(new JournalRecord(record.partition(), record.offset(), record.value()));
    }
    return frames;
  }

  private void pauseTheFull(Consumer<byte[], byte[]> open) {
    Set<TopicPartition> full = new HashSet<>();
    subscriptions.forEach(
        (partition, subscription) -> {
          if (subscription.reader().isFull()) {
            full.add(partition);
          }
        });
    Set<TopicPartition> paused = open.paused();
    if (!full.equals(paused)) {
      open.resume(paused);
      open.pause(full);
    }
  }

  private void gone(OffsetOutOfRangeException e) {
    e.offsetOutOfRangePartitions()
        .forEach(
            (partition, offset) -> {
              Subscription subscription = subscriptions.get(partition);
              if (subscription != null) {
                drop(subscription.reader(), Set.of(partition));
                subscription
                    .reader()
                    .fail(
                        partition.partition(),
                        subscription.seek(),
                        new TocsinException(
                            ErrorCode.JOURNAL_GAP,
                            "The journal [%s] does not have the offset [%d] of shard [%d].\nMaybe its frames were deleted."
                                .formatted(topic, offset, partition.partition()),
                            e));
              }
            });
  }

  /** All begin anew, since it is not known what the consumer still delivers. */
  private void fail(RuntimeException e) {
    LOG.atWarn().addKeyValue("topic", topic).addKeyValue("cause", e).log("Journal cannot be read");
    TocsinException reason =
        e instanceof TocsinException known
            ? known
            : connection.unavailable("read the journal " + topic, e);
    subscriptions.forEach(
        (partition, subscription) ->
            subscription.reader().fail(partition.partition(), subscription.seek(), reason));
    subscriptions.clear();
    discard();
  }

  private void discard() {
    Consumer<byte[], byte[]> open = consumer;
    consumer = null;
    if (open != null) {
      try {
        open.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      } catch (KafkaException e) {
        LOG.atDebug().addKeyValue("topic", topic).setCause(e).log("Consumer not closed");
      }
    }
  }

  /** Ends it; readers that are still open get nothing more. */
  @Override
  public void close() {
    closed = true;
    resume();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
