package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.CommitOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transactional id and the consumer group whose offsets say how far its work is committed. For
 * one thread.
 *
 * <h2>How a transaction ended</h2>
 *
 * <p>As long as the commit was not asked for, nothing can become readable, and a failure means
 * {@code ABORTED}. The producer is replaced then, which ends its transaction, because what one had
 * aborted after an outage was once readable all the same (design note 5); only where the broker
 * refuses a record for good does it abort by itself, and goes on. A commit that timed out may have
 * happened: it is asked for again on the same producer, which is what the broker can answer. A
 * producer that the broker calls fenced is dead, but this has two causes: another claim, or a
 * transaction that took longer than its time-out because this process stood still (a laptop that
 * slept). The claims topic tells: with a newer claim than ours we are fenced. Without one for a
 * second, the same id is taken again, after which nothing of the old producer can be pending, and
 * the committed offsets tell whether the transaction happened, because each one moves them. Then
 * the claims are looked at once more, because one may have been written since they were read, and
 * from now on none can be without fencing us: whoever wrote it owns the id, and finds its producer
 * dead by our doing but no claim newer than its own. Where another claimer was just slow to write
 * its record, it fails now, claims again and fences us properly.
 */
final class TransactionalWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionalWriter.class);
  private static final long CLAIM_RECORD_NANOS = 1_000_000_000L;

  private final KafkaConnection connection;
  private final Claims claims;
  private final String id;
  private final String group;
  private final Collection<String> topics;
  private final HangingTransactions hanging;
  private @Nullable Producer<byte[], byte[]> producer;
  private long epoch = -1;
  private boolean fenced;

  /** The offsets of the transaction whose outcome is unknown. */
  private Map<TopicPartition, OffsetAndMetadata> pending = Map.of();

  private FirstFailure.@Nullable Failure refused;

  /**
   * @param id the transactional id: whoever claims it fences the others
   * @param group the consumer group whose offsets the transactions move
   * @param topics where the transactions write, as far as it is known
   */
  TransactionalWriter(
      KafkaConnection connection,
      Claims claims,
      String id,
      String group,
      Collection<String> topics) {
    this.group = group;
    this.connection = connection;
    this.claims = claims;
    this.id = id;
    this.topics = topics;
    this.hanging = new HangingTransactions(connection, id, topics);
  }

  /**
   * Fences every earlier owner and leaves a record of it.
   *
   * <p>An owner that claims again after a failure does not know whether it was replaced meanwhile:
   * a process that stood still sees time-outs first. So it looks, and is fenced once; to claim
   * after that is to take over.
   *
   * @return the epoch: the offset of the record
   * @throws TocsinException with {@link ErrorCode#FENCED} where somebody else has claimed the id
   *     since this writer did, and this writer did not know
   */
  long claim() {
    try {
      if (epoch >= 0 && !fenced && claims.newest(id) > epoch) {
        fenced = true;
        discard();
        LOG.atWarn().addKeyValue("id", id).addKeyValue("epoch", epoch).log("Fenced");
        throw new TocsinException(
            ErrorCode.FENCED, "Another node has claimed [%s] meanwhile.".formatted(id));
      }
      hanging.claimed();
      Producer<byte[], byte[]> fresh = open();
      hanging.abort();
      fresh.beginTransaction();
      Future<RecordMetadata> sent = fresh.send(claims.record(id));
      fresh.flush();
      RecordMetadata written = sent.get();
      fresh.commitTransaction();
      epoch = written.offset();
      connection.clock().told(written.timestamp());
      fenced = false;
      pending = Map.of();
      LOG.atInfo().addKeyValue("id", id).addKeyValue("epoch", epoch).log("Claimed");
      return epoch;
    } catch (KafkaException | ExecutionException e) {
      discard();
      throw connection.unavailable("claim " + id, e);
    } catch (InterruptedException e) {
      discard();
      Thread.currentThread().interrupt();
      throw connection.unavailable("claim " + id, e);
    }
  }

  /**
   * The committed offsets of the group that are there; waits for those of a transaction in doubt.
   */
  Map<TopicPartition, OffsetAndMetadata> committed(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
    connection
        .await(
            connection
                .admin()
                .listConsumerGroupOffsets(
                    Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)),
                    new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(group),
            "read the committed offsets of " + group)
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                found.put(partition, offset);
              }
            });
    return found;
  }

  /** What a transaction writes last, made of where its other records lie. */
  interface Closing {
    List<ProducerRecord<byte[], byte[]>> of(List<RecordMetadata> written);
  }

  /** As below, with nothing to write last. */
  CommitOutcome write(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    return write(records, offsets, written -> List.of());
  }

  /**
   * Writes records and offsets in one transaction.
   *
   * @param offsets where the group goes on; each transaction must move at least one
   * @param closing what is written last
   */
  CommitOutcome write(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      Closing closing) {
    refused = null;
    return fenced ? CommitOutcome.FENCED : hanging.ended(attempt(records, offsets, closing));
  }

  private CommitOutcome attempt(
      List<ProducerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      Closing closing) {
    Producer<byte[], byte[]> current = producer;
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    FirstFailure failure = new FirstFailure();
    try {
      if (current == null) {
        current = reopen(false);
        if (current == null) {
          return CommitOutcome.FENCED;
        }
      }
      hanging.abort();
      hanging.writes(records);
      current.beginTransaction();
      for (ProducerRecord<byte[], byte[]> record : records) {
        sent.add(current.send(record, failure.of(sent.size())));
      }
      current.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata(group));
      List<RecordMetadata> written = await(sent);
      hanging.wrote(written);
      List<ProducerRecord<byte[], byte[]>> closers = closing.of(written);
      hanging.writes(closers);
      List<Future<RecordMetadata>> last = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> record : closers) {
        last.add(current.send(record));
      }
      hanging.wrote(await(last));
    } catch (KafkaException | TocsinException | ExecutionException e) {
      FirstFailure.Failure permanent = failure.permanent();
      CommitOutcome outcome = giveUp(current, offsets, false, permanent != null, e);
      refused = permanent;
      return outcome;
    } catch (InterruptedException e) {
      discard();
      Thread.currentThread().interrupt();
      return CommitOutcome.ABORTED;
    }
    return commit(current, offsets);
  }

  private static List<RecordMetadata> await(List<Future<RecordMetadata>> sent)
      throws ExecutionException, InterruptedException {
    List<RecordMetadata> written = new ArrayList<>(sent.size());
    for (Future<RecordMetadata> future : sent) {
      written.add(future.get());
    }
    return written;
  }

  /** After an abort: the record of the write that no repetition brings through; null for none. */
  FirstFailure.@Nullable Failure refused() {
    return refused;
  }

  /** After {@code UNKNOWN}: finds out how that transaction ended. */
  CommitOutcome retry() {
    Producer<byte[], byte[]> current = producer;
    return hanging.ended(current == null ? resolve(pending, true, true) : commit(current, pending));
  }

  private CommitOutcome commit(
      Producer<byte[], byte[]> current, Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      current.commitTransaction();
      pending = Map.of();
      return CommitOutcome.COMMITTED;
    } catch (TimeoutException e) {
      pending = offsets;
      LOG.atWarn()
          .addKeyValue("id", id)
          .addKeyValue("cause", e)
          .log("Outcome of a commit is unknown");
      return CommitOutcome.UNKNOWN;
    } catch (KafkaException | IllegalStateException e) {
      return giveUp(current, offsets, true, false, e);
    }
  }

  /**
   * Ends a transaction that failed.
   *
   * @param committing whether its commit was asked for
   * @param refusing whether the broker will never take one of its records
   */
  private CommitOutcome giveUp(
      @Nullable Producer<byte[], byte[]> current,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      boolean committing,
      boolean refusing,
      Exception cause) {
    LOG.atWarn()
        .addKeyValue("id", id)
        .addKeyValue("committing", committing)
        .addKeyValue("cause", cause)
        .log("Transaction failed");
    if (current == null) {
      return CommitOutcome.ABORTED;
    }
    // A fenced producer that has sent nothing yet aborts without asking anybody, so it must not.
    boolean accused = isFencing(cause);
    if (refusing && !accused) {
      try {
        current.abortTransaction();
        return CommitOutcome.ABORTED;
      } catch (KafkaException | IllegalStateException e) {
        accused = isFencing(e);
        LOG.atWarn()
            .addKeyValue("id", id)
            .addKeyValue("cause", e)
            .log("Transaction could not be aborted");
      }
    }
    return resolve(offsets, committing, accused);
  }

  private static boolean isFencing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Replaces a dead producer and finds out what became of its last transaction.
   *
   * @param accused whether the broker said that it is fenced
   */
  private CommitOutcome resolve(
      Map<TopicPartition, OffsetAndMetadata> offsets, boolean committing, boolean accused) {
    discard();
    try {
      if (reopen(accused) == null) {
        return CommitOutcome.FENCED;
      }
      boolean happened = committing && committed(offsets.keySet()).equals(offsets);
      pending = Map.of();
      return happened ? CommitOutcome.COMMITTED : CommitOutcome.ABORTED;
    } catch (KafkaException | TocsinException e) {
      discard();
      if (!committing) {
        return CommitOutcome.ABORTED;
      }
      pending = offsets;
      LOG.atWarn()
          .addKeyValue("id", id)
          .addKeyValue("cause", e)
          .log("Outcome of a commit is unknown");
      return CommitOutcome.UNKNOWN;
    }
  }

  /** Takes the same id again, unless somebody else has claimed it: then null. */
  private @Nullable Producer<byte[], byte[]> reopen(boolean accused) {
    long until = System.nanoTime() + (accused ? CLAIM_RECORD_NANOS : 0);
    while (claims.newest(id) <= epoch) {
      if (System.nanoTime() >= until) {
        Producer<byte[], byte[]> fresh = open();
        if (claims.newest(id) > epoch) {
          discard();
          break;
        }
        LOG.atWarn().addKeyValue("id", id).addKeyValue("epoch", epoch).log("Producer replaced");
        return fresh;
      }
      LockSupport.parkNanos(CLAIM_RECORD_NANOS / 5);
    }
    fenced = true;
    LOG.atWarn().addKeyValue("id", id).addKeyValue("epoch", epoch).log("Fenced");
    return null;
  }

  private Producer<byte[], byte[]> open() {
    discard();
    int timeout = connection.settings().timeoutMillis();
    Producer<byte[], byte[]> fresh =
        connection.producer(
            Map.of(
                "transactional.id", id,
                "transaction.timeout.ms", Integer.toString(timeout),
                // So that a send fails before its transaction does.
                "delivery.timeout.ms", Integer.toString(timeout * 4 / 5),
                "request.timeout.ms", Integer.toString(timeout * 2 / 5),
                // The broker refuses what comes before the last transaction's markers are written.
                "retry.backoff.ms", "5",
                "batch.size", Integer.toString(BatchSize.of(connection, topics)),
                "max.request.size", Integer.toString(8 << 20)));
    producer = fresh;
    fresh.initTransactions();
    return fresh;
  }

  private void discard() {
    Producer<byte[], byte[]> old = producer;
    producer = null;
    if (old != null) {
      old.close(Duration.ZERO);
    }
  }

  /** Gives the id up; what is open is aborted by the broker at its time-out. */
  @Override
  public void close() {
    Producer<byte[], byte[]> old = producer;
    producer = null;
    if (old != null) {
      old.close(Duration.ofSeconds(2));
    }
  }
}
