package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.CheckpointStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable checkpoints in a compacted topic, one partition for each shard, cut into pieces (see
 * {@code CheckpointPieces}). A write is over once what it wrote was read back whole, because the
 * journal is deleted by it.
 *
 * <p>Two generations stay. What is older goes twice: its keys get tombstones before the next
 * generation is written, so that compaction removes them wherever it runs, and the log is cut below
 * the older of the two as soon as the newer one is whole, because compaction alone would leave
 * gigabytes to be read by the next restore. The head is always the last record, so that the newest
 * generation is known from one record.
 */
public final class KafkaCheckpointStore implements CheckpointStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaCheckpointStore.class);
  private static final int GENERATIONS = 2;

  private final KafkaConnection connection;
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final CheckpointReader reader;
  private final CheckpointProof proof;
  private final ExecutorService verifying;

  /** By shard and generation. */
  private final Map<Integer, NavigableMap<Long, Span>> known = new HashMap<>();

  /** Where a generation begins and how many pieces it has. */
  record Span(long firstOffset, int pieces) {}

  public KafkaCheckpointStore(KafkaConnection connection, Names names) {
    this.connection = connection;
    this.topic = names.checkpoints();
    this.reader = new CheckpointReader(connection, topic);
    this.proof = new CheckpointProof(connection, topic);
    this.verifying =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, topic + "-verify");
              thread.setDaemon(true);
              return thread;
            });
    this.producer =
        connection.producer(
            Map.of(
                "compression.type",
                "lz4",
                "max.request.size",
                Integer.toString(2 << 20),
                "batch.size",
                Integer.toString(128 << 10),
                "delivery.timeout.ms",
                "30000"));
  }

  @Override
  public CompletableFuture<Void> write(int shard, long generation, byte[] bytes) {
    CheckpointPieces.Head head =
        CheckpointPieces.Head.of(generation, ThreadLocalRandom.current().nextLong(), bytes);
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    try {
      bury(shard, generation);
      for (int i = 0; i < head.pieces(); i++) {
        sent.add(
            send(
                shard,
                CheckpointPieces.pieceKey(generation, i),
                CheckpointPieces.piece(head.attempt(), bytes, i)));
      }
      sent.add(send(shard, CheckpointPieces.headKey(generation), head.encode()));
    } catch (KafkaException | IllegalStateException e) {
      sent.add(CompletableFuture.failedFuture(e));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0]))
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                long first = sent.get(0).join();
                long last = sent.get(sent.size() - 1).join();
                verifying.execute(() -> verify(shard, head, first, last, done));
              } else {
                done.completeExceptionally(
                    connection.unavailable("write a checkpoint to " + topic, failure));
              }
            });
    return done;
  }

  /** Reads it back: only what is whole may take the place of what is cut off. */
  private void verify(
      int shard, CheckpointPieces.Head head, long first, long last, CompletableFuture<Void> done) {
    try {
      if (!proof.holds(shard, first, last, head)) {
        throw new TocsinException(
            ErrorCode.UNAVAILABLE,
            "The checkpoint [%d] of shard [%d] in [%s] is not whole when it is read back.\nMaybe the broker's disk is damaged."
                .formatted(head.generation(), shard, topic));
      }
      cutOff(shard, head.generation(), new Span(first, head.pieces()));
      done.complete(null);
    } catch (TocsinException e) {
      done.completeExceptionally(e);
    } catch (RuntimeException e) {
      done.completeExceptionally(connection.unavailable("read back from " + topic, e));
    }
  }

  @Override
  public List<Stored> read(int shard) {
    NavigableMap<Long, Span> spans = new TreeMap<>();
    List<Stored> whole = reader.read(shard, spans);
    synchronized (known) {
      known.computeIfAbsent(shard, s -> new TreeMap<>()).putAll(spans);
    }
    return whole;
  }

  /**
   * The number of the newest generation that was written whole; empty where there is none. Costs
   * one record.
   *
   * @throws TocsinException with {@code UNAVAILABLE}
   */
  public OptionalLong newest(int shard) {
    return reader.newest(shard);
  }

  /** Tombstones for all generations but the newest two that are not the one to be written. */
  private void bury(int shard, long generation) {
    List<Map.Entry<Long, Span>> old = new ArrayList<>();
    synchronized (known) {
      NavigableMap<Long, Span> spans = known.computeIfAbsent(shard, s -> new TreeMap<>());
      spans.descendingMap().entrySet().stream()
          .filter(entry -> entry.getKey() != generation)
          .skip(GENERATIONS)
          .forEach(old::add);
      old.forEach(entry -> spans.remove(entry.getKey()));
    }
    for (Map.Entry<Long, Span> entry : old) {
      send(shard, CheckpointPieces.headKey(entry.getKey()), null);
      for (int i = 0; i < entry.getValue().pieces(); i++) {
        send(shard, CheckpointPieces.pieceKey(entry.getKey(), i), null);
      }
    }
  }

  /** Deletes what lies below the two newest generations. */
  private void cutOff(int shard, long generation, Span span) {
    long below;
    synchronized (known) {
      NavigableMap<Long, Span> spans = known.computeIfAbsent(shard, s -> new TreeMap<>());
      spans.put(generation, span);
      if (spans.size() < GENERATIONS) {
        return;
      }
      below =
          spans.descendingMap().values().stream()
              .limit(GENERATIONS)
              .mapToLong(Span::firstOffset)
              .min()
              .orElse(0);
    }
    connection
        .admin()
        .deleteRecords(
            Map.of(new TopicPartition(topic, shard), RecordsToDelete.beforeOffset(below)))
        .all()
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                LOG.atDebug()
                    .addKeyValue("topic", topic)
                    .addKeyValue("shard", shard)
                    .setCause(failure)
                    .log("Old checkpoints stay for now");
              }
            });
  }

  private CompletableFuture<Long> send(int shard, byte[] key, byte @Nullable [] value) {
    CompletableFuture<Long> offset = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(topic, shard, key, value),
        (RecordMetadata written, Exception failure) -> {
          if (failure == null) {
            offset.complete(written.offset());
          } else {
            offset.completeExceptionally(failure);
          }
        });
    return offset;
  }

  @Override
  public void close() {
    if (!verifying.isShutdown()) {
      verifying.execute(proof::close);
      verifying.shutdown();
    }
    producer.close(Duration.ofSeconds(2));
  }
}
