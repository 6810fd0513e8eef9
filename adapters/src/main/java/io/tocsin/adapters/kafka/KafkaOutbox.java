package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.CommitOutcome;
import io.tocsin.engine.spi.JournalPosition;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.spi.Outbox;
import io.tocsin.engine.spi.OutputBatch;
import io.tocsin.engine.spi.OutputRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox of a lane in Kafka: alerts, derived and late events, dead letters and the journal
 * positions of one batch in one transaction. A thread of its own talks to the broker. What the
 * broker will never take does not hold up the rest ({@link Refusals}).
 */
public final class KafkaOutbox implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaOutbox.class);
  private static final int CLOSE_SECONDS = 5;

  private final KafkaConnection connection;
  private final String journal;
  private final TransactionalWriter writer;
  private final OutputRecords records;
  private final DeadLetters deadLetters;
  private final MarkRecords marks;
  private final Metrics metrics;
  private final String lane;
  private final Map<String, Integer> partitions = new HashMap<>();
  private final ExecutorService broker;
  private @Nullable Refusals writing;

  /** What is sent for one output. */
  private record Sending(
      Refusals.Slot slot, OutputRecord output, ProducerRecord<byte[], byte[]> record) {
    void refused(Refusals refusals, Throwable reason) {
      refusals.refuse(slot, output, reason);
    }
  }

  /**
   * @param names of the pack
   * @param lane which lane, from 0
   * @param lanes how many lanes the pack has; the same on all nodes at any time
   * @param topics that outputs go to, as far as they are known before
   */
  public KafkaOutbox(
      KafkaConnection connection,
      Names names,
      int lane,
      int lanes,
      Collection<String> topics,
      Metrics metrics) {
    String id = names.lane(lane);
    Set<String> written = new TreeSet<>(topics);
    written.addAll(List.of(names.deadLetters(), names.marks()));
    this.connection = connection;
    this.journal = names.journal();
    this.deadLetters = new DeadLetters(names);
    this.marks = new MarkRecords(connection, names.marks());
    this.metrics = metrics;
    this.lane = Integer.toString(lane);
    this.writer =
        new TransactionalWriter(
            connection, new Claims(connection, names.claims()), id, names.lanes(), written);
    this.records = new OutputRecords(lane, lanes);
    this.broker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, id + "-outbox");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Map<Integer, JournalPosition> claim(Set<Integer> shards) {
    try {
      return CompletableFuture.supplyAsync(() -> claimNow(shards), broker).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TocsinException known) {
        throw known;
      }
      throw new TocsinException(ErrorCode.UNAVAILABLE, "The lane cannot be claimed.", e);
    }
  }

  private Map<Integer, JournalPosition> claimNow(Set<Integer> shards) {
    writer.claim();
    marks.forget();
    List<TopicPartition> wanted =
        shards.stream().map(shard -> new TopicPartition(journal, shard)).toList();
    Map<TopicPartition, OffsetAndMetadata> committed = writer.committed(wanted);
    Map<Integer, JournalPosition> positions = new HashMap<>();
    for (TopicPartition partition : wanted) {
      OffsetAndMetadata offset = committed.get(partition);
      positions.put(
          partition.partition(),
          offset == null ? JournalPosition.BEGINNING : position(partition, offset));
    }
    return positions;
  }

  @Override
  public CompletableFuture<CommitOutcome> write(OutputBatch batch) {
    return inBackground(() -> writeNow(batch));
  }

  @Override
  public CompletableFuture<CommitOutcome> retry() {
    return inBackground(() -> ended(writer.retry()));
  }

  private CommitOutcome writeNow(OutputBatch batch) {
    Refusals refusals = new Refusals(batch.records(), deadLetters, this::limitOf);
    writing = refusals;
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    batch
        .positions()
        .forEach(
            (shard, position) -> offsets.put(new TopicPartition(journal, shard), offset(position)));
    while (true) {
      List<Sending> sending = new ArrayList<>(batch.records().size());
      List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>(batch.records().size());
      try {
        convert(refusals, sending);
        sending.forEach(one -> sent.add(one.record()));
        marks.prepare(batch.marks());
      } catch (KafkaException | TocsinException e) {
        LOG.atWarn().addKeyValue("cause", e).log("Batch not begun");
        return CommitOutcome.ABORTED;
      }
      CommitOutcome outcome =
          writer.write(sent, offsets, written -> marks.of(batch.marks(), written));
      FirstFailure.Failure refused = writer.refused();
      if (outcome != CommitOutcome.ABORTED || refused == null) {
        return ended(outcome);
      }
      // Ends, because each output has but two others that take its place.
      sending.get(refused.place()).refused(refusals, refused.reason());
    }
  }

  private void convert(Refusals refusals, List<Sending> sending) {
    for (Refusals.Slot slot : refusals.slots()) {
      for (OutputRecord output = slot.sent(); output != null; ) {
        try {
          sending.add(new Sending(slot, output, converted(output)));
          break;
        } catch (KafkaException | TocsinException | IllegalArgumentException e) {
          Throwable reason = e instanceof IllegalArgumentException ? e : Refusals.permanent(e);
          if (reason == null) {
            throw e;
          }
          refusals.refuse(slot, output, reason);
          output = slot.sent();
        }
      }
    }
  }

  private ProducerRecord<byte[], byte[]> converted(OutputRecord output) {
    Integer count = partitions.get(output.topic());
    if (count == null) {
      count = partitionsOf(output.topic());
      partitions.put(output.topic(), count);
    }
    return records.of(output, count);
  }

  private CommitOutcome ended(CommitOutcome outcome) {
    Refusals refusals = writing;
    if (outcome == CommitOutcome.COMMITTED && refusals != null) {
      refusals.committed(metrics, lane);
      writing = null;
    } else if (outcome == CommitOutcome.ABORTED) {
      // Because a topic may have been deleted, and is made again by asking for it.
      partitions.clear();
      marks.forget();
    }
    return outcome;
  }

  /** Creates the topic where it is missing, because a rule may name any in {@code out.emit}. */
  private int partitionsOf(String topic) {
    new Topics(connection).output(topic).create();
    return Topics.partitions(connection, List.of(topic)).getOrDefault(topic, 1);
  }

  /** As {@link Refusals} asks for it; the largest number where it cannot be found out. */
  private long limitOf(String topic) {
    if (connection.settings().client().containsKey("compression.type")) {
      return -1;
    }
    try {
      return Topics.largestRecord(connection, topic);
    } catch (TocsinException e) {
      LOG.atDebug().addKeyValue("topic", topic).setCause(e).log("Topic does not tell its limit");
      return Long.MAX_VALUE;
    }
  }

  private CompletableFuture<CommitOutcome> inBackground(Supplier<CommitOutcome> work) {
    CompletableFuture<CommitOutcome> outcome = new CompletableFuture<>();
    try {
      broker.execute(
          () -> {
            try {
              outcome.complete(work.get());
            } catch (RuntimeException | Error e) {
              LOG.atError().setCause(e).log("Transaction ended in an unexpected way");
              outcome.complete(CommitOutcome.UNKNOWN);
            }
          });
    } catch (RejectedExecutionException closed) {
      outcome.complete(CommitOutcome.UNKNOWN);
    }
    return outcome;
  }

  private static OffsetAndMetadata offset(JournalPosition position) {
    return new OffsetAndMetadata(position.nextOffset(), Long.toHexString(position.outputHash()));
  }

  private static JournalPosition position(TopicPartition partition, OffsetAndMetadata offset) {
    try {
      return new JournalPosition(offset.offset(), Long.parseUnsignedLong(offset.metadata(), 16));
    } catch (NumberFormatException e) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "The committed offset of [%s] has the metadata [%s], which is no output hash.\nMaybe something else commits under this group."
              .formatted(partition, offset.metadata()),
          e);
    }
  }

  @Override
  public void close() {
    broker.shutdown();
    try {
      if (!broker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        broker.shutdownNow();
      }
    } catch (InterruptedException e) {
      broker.shutdownNow();
      Thread.currentThread().interrupt();
    }
    writer.close();
  }
}
