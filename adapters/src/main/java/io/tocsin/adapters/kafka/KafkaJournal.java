package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.Journal;
import io.tocsin.engine.spi.JournalReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as a Kafka topic, one partition for each shard.
 *
 * <p>One object serves one writer. When an append fails, it takes no more: frames behind the failed
 * one are thrown away before they are sent, since every shard would refuse the hole. The writer
 * claims its task again, which {@link #renew renews} the journal. Reading goes on.
 */
public final class KafkaJournal implements Journal, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaJournal.class);

  private final KafkaConnection connection;
  private final String topic;
  private final int shards;
  private volatile Producer<byte[], byte[]> producer;
  private volatile @Nullable TocsinException broken;
  private @Nullable JournalFeed feed;

  /**
   * @throws TocsinException with {@code UNAVAILABLE} where the topic is missing or the broker away
   */
  public KafkaJournal(KafkaConnection connection, Names names) {
    this.connection = connection;
    this.topic = names.journal();
    this.shards = Topics.partitions(connection, List.of(topic)).getOrDefault(topic, 0);
    this.producer = open();
  }

  private Producer<byte[], byte[]> open() {
    return connection.producer(
        Map.of(
            "max.request.size", Integer.toString(2 << 20),
            "batch.size", Integer.toString(128 << 10),
            "delivery.timeout.ms", "30000"));
  }

  /**
   * Takes appends again after a failure; the writer has seen it and begins at what is committed.
   */
  public synchronized void renew() {
    if (broken != null) {
      producer = open();
      broken = null;
    }
  }

  @Override
  public int shards() {
    return shards;
  }

  @Override
  public CompletableFuture<Long> append(int shard, byte[] frame) {
    TocsinException failed = broken;
    if (failed != null) {
      return CompletableFuture.failedFuture(failed);
    }
    Producer<byte[], byte[]> current = producer;
    CompletableFuture<Long> offset = new CompletableFuture<>();
    try {
      current.send(
          new ProducerRecord<>(topic, shard, null, frame),
          (written, failure) -> {
            if (failure == null) {
              connection.clock().told(written.timestamp());
              offset.complete(written.offset());
            } else {
              offset.completeExceptionally(breakOff(current, failure));
            }
          });
    } catch (KafkaException | IllegalStateException e) {
      offset.completeExceptionally(breakOff(current, e));
    }
    return offset;
  }

  /**
   * Usually runs on the producer's own thread, so that nothing is sent between the failure and the
   * end.
   */
  private TocsinException breakOff(Producer<byte[], byte[]> failed, Exception failure) {
    TocsinException reason = connection.unavailable("append to the journal " + topic, failure);
    if (markBroken(failed, reason)) {
      LOG.atWarn().addKeyValue("topic", topic).addKeyValue("cause", failure).log("Journal broken");
      // Not under the lock, because this waits for callbacks that want it.
      failed.close(Duration.ZERO);
    }
    return reason;
  }

  private synchronized boolean markBroken(Producer<byte[], byte[]> failed, TocsinException reason) {
    if (failed != producer || broken != null) {
      return false;
    }
    broken = reason;
    return true;
  }

  @Override
  public synchronized JournalReader reader() {
    JournalFeed open = feed;
    if (open == null) {
      open = new JournalFeed(connection, topic);
      feed = open;
    }
    return new KafkaJournalReader(open);
  }

  @Override
  public long endOffset(int shard) {
    TopicPartition partition = new TopicPartition(topic, shard);
    Map<TopicPartition, Long> ends = Offsets.of(connection, Map.of(partition, OffsetSpec.latest()));
    return ends.getOrDefault(partition, 0L);
  }

  @Override
  public CompletableFuture<Void> deleteBelow(int shard, long offset) {
    TopicPartition partition = new TopicPartition(topic, shard);
    CompletableFuture<Void> done = new CompletableFuture<>();
    connection
        .admin()
        .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
        .all()
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                done.complete(null);
              } else {
                done.completeExceptionally(
                    connection.unavailable("delete frames of " + partition, failure));
              }
            });
    return done;
  }

  /** Ends the writer, which gives up what it has not sent yet, and what its readers read from. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
    JournalFeed open;
    synchronized (this) {
      open = feed;
      feed = null;
    }
    if (open != null) {
      open.close();
    }
  }
}
