package io.tocsin.adapters.kafka;

import static java.util.stream.Collectors.toSet;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.spi.CommitOutcome;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of one transactional id that its coordinator holds for aborted and a partition for
 * open, because the marker of their end was left out there (KAFKA-20734).
 *
 * <p>The next commit of the id would end them as committed: what was aborted and written again
 * could be read twice. So after a transaction that failed, and before the next one, the leaders of
 * the partitions it wrote to are asked what they hold of the id's producer. Nothing of it can be
 * open between two transactions, so what is open hangs, and is aborted as {@code
 * kafka-transactions.sh abort} does it. What hangs though it was committed stays: the next commit
 * is what it needs. For one thread.
 */
final class HangingTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
  private static final long PAUSE_NANOS = 5_000_000;

  /** What a transaction is in, or was last, that may have left aborted records behind. */
  private static final Set<TransactionState> UNCOMMITTED =
      EnumSet.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_EPOCH_FENCE,
          TransactionState.PREPARE_ABORT,
          TransactionState.COMPLETE_ABORT);

  private static final Set<TransactionState> ENDING =
      EnumSet.of(
          TransactionState.PREPARE_EPOCH_FENCE,
          TransactionState.PREPARE_ABORT,
          TransactionState.PREPARE_COMMIT);

  private final KafkaConnection connection;
  private final String id;
  private final List<String> topics;

  /** Of the transaction that has not ended yet: where it wrote, and up to which offset or -1. */
  private final Map<TopicPartition, Long> writing = new HashMap<>();

  /** The last offset of each partition that is known to be committed. */
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  /** Where transactions failed since the leaders were last asked. */
  private final Set<TopicPartition> doubtful = new HashSet<>();

  /**
   * @param id the transactional id
   * @param topics where another process may have written under the id; those that exist count
   */
  HangingTransactions(KafkaConnection connection, String id, Collection<String> topics) {
    this.connection = connection;
    this.id = id;
    this.topics = List.copyOf(topics);
  }

  /**
   * The id is about to be claimed: where the transaction that an earlier owner left did not end
   * with a commit, all that it may have written to is doubtful.
   *
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE} where the cluster does not answer
   */
  void claimed() {
    if (topics.isEmpty() || !leftUncommitted()) {
      return;
    }
    doubtful.addAll(partitions(topics));
  }

  /** Those of the topics that exist. */
  private Set<TopicPartition> partitions(Collection<String> topics) {
    Set<String> there =
        new HashSet<>(connection.await(connection.admin().listTopics().names(), "list topics"));
    there.retainAll(topics);
    Set<TopicPartition> partitions = new HashSet<>();
    Topics.existing(connection, there)
        .forEach(
            (topic, count) -> {
              for (int i = 0; i < count; i++) {
                partitions.add(new TopicPartition(topic, i));
              }
            });
    return partitions;
  }

  private boolean leftUncommitted() {
    try {
      return UNCOMMITTED.contains(describe().state());
    } catch (TocsinException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException) {
        return false;
      }
      if (e.getCause() instanceof AuthorizationException) {
        notAllowed(e);
        return false;
      }
      throw e;
    }
  }

  /** The transaction that is open, or opens now, writes these, each with its partition. */
  void writes(Collection<ProducerRecord<byte[], byte[]>> records) {
    ProducerRecord<byte[], byte[]> last = null;
    for (ProducerRecord<byte[], byte[]> record : records) {
      // Most of them lie in the partition of the one before.
      if (last == null
          || !record.partition().equals(last.partition())
          || !record.topic().equals(last.topic())) {
        writing.putIfAbsent(new TopicPartition(record.topic(), record.partition()), -1L);
        last = record;
      }
    }
  }

  /** It wrote these. */
  void wrote(List<RecordMetadata> records) {
    for (int i = 0; i < records.size(); i++) {
      RecordMetadata record = records.get(i);
      RecordMetadata next = i + 1 < records.size() ? records.get(i + 1) : null;
      if (next == null
          || next.offset() < record.offset()
          || next.partition() != record.partition()
          || !next.topic().equals(record.topic())) {
        writing.merge(
            new TopicPartition(record.topic(), record.partition()), record.offset(), Long::max);
      }
    }
  }

  /**
   * It ended, or is in doubt, in which case another call follows.
   *
   * @return what was given
   */
  CommitOutcome ended(CommitOutcome outcome) {
    if (outcome == CommitOutcome.COMMITTED) {
      writing.forEach((partition, offset) -> committed.merge(partition, offset, Long::max));
    } else if (outcome == CommitOutcome.ABORTED) {
      doubtful.addAll(writing.keySet());
    }
    if (outcome != CommitOutcome.UNKNOWN) {
      writing.clear();
    }
    return outcome;
  }

  /**
   * Aborts what hangs where transactions failed; asks nobody where none has since the last call. To
   * be called while the id's producer has nothing open.
   *
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE} where the cluster does not answer,
   *     {@link ErrorCode#STUCK} where a transaction hangs and the cluster does not let us abort it
   */
  void abort() {
    if (doubtful.isEmpty()) {
      return;
    }
    try {
      TransactionDescription last = ended();
      if (last.state() == TransactionState.ONGOING) {
        // Somebody else's, who has fenced us.
        return;
      }
      producers().forEach((partition, states) -> abort(partition, states, last));
      doubtful.clear();
    } catch (TocsinException e) {
      if (e.code() == ErrorCode.STUCK || !(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      doubtful.clear();
      notAllowed(e);
    }
  }

  /**
   * What the leaders of the doubtful partitions hold. Nothing hangs in a topic that was deleted,
   * but nobody answers for it either; so who does not answer is left out once it is gone.
   */
  private Map<TopicPartition, PartitionProducerState> producers() {
    while (true) {
      doubtful.retainAll(partitions(doubtful.stream().map(TopicPartition::topic).collect(toSet())));
      try {
        return connection.await(
            connection.admin().describeProducers(doubtful).all(),
            "look for hanging transactions of " + id);
      } catch (TocsinException e) {
        Set<String> topics = doubtful.stream().map(TopicPartition::topic).collect(toSet());
        if (Topics.existing(connection, topics).keySet().containsAll(topics)) {
          throw e;
        }
      }
    }
  }

  private void notAllowed(TocsinException e) {
    LOG.atWarn()
        .addKeyValue("id", id)
        .addKeyValue("cause", e)
        .log("Not allowed to look for hanging transactions");
  }

  private void abort(
      TopicPartition partition, PartitionProducerState states, TransactionDescription last) {
    for (ProducerState state : states.activeProducers()) {
      // Whoever has taken the id since then writes with that epoch or a later one.
      if (state.producerId() == last.producerId()
          && state.producerEpoch() < last.producerEpoch()
          && state.currentTransactionStartOffset().isPresent()) {
        abort(partition, state, state.currentTransactionStartOffset().getAsLong());
      }
    }
  }

  private void abort(TopicPartition partition, ProducerState state, long start) {
    boolean wasCommitted = start <= committed.getOrDefault(partition, -1L);
    LOG.atWarn()
        .addKeyValue("id", id)
        .addKeyValue("partition", partition)
        .addKeyValue("offset", start)
        .addKeyValue("committed", wasCommitted)
        .log("Transaction hangs");
    if (wasCommitted) {
      return;
    }
    AbortTransactionSpec marker =
        new AbortTransactionSpec(
            partition,
            state.producerId(),
            (short) state.producerEpoch(),
            state.coordinatorEpoch().orElse(0));
    try {
      connection.await(
          connection.admin().abortTransaction(marker).all(),
          "abort the hanging transaction in " + partition);
    } catch (TocsinException e) {
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw e;
      }
      throw new TocsinException(
          ErrorCode.STUCK,
          "In [%s] a transaction of [%s] hangs from offset [%d] on, and the cluster does not let us abort it: [%s].\nIts operator can, with kafka-transactions.sh abort, or by allowing us to alter the cluster."
              .formatted(partition, id, start, e.getCause().getMessage()),
          e);
    }
  }

  /** What the coordinator knows of the id, once nothing of its last transaction is under way. */
  private TransactionDescription ended() {
    long deadline = System.nanoTime() + connection.settings().timeoutMillis() * 1_000_000L;
    while (true) {
      TransactionDescription found = describe();
      if (!ENDING.contains(found.state())) {
        return found;
      }
      if (System.nanoTime() > deadline) {
        throw new TocsinException(
            ErrorCode.UNAVAILABLE,
            "The last transaction of [%s] does not come to its end: it is in the state [%s].\nMaybe a broker is down."
                .formatted(id, found.state()));
      }
      // Because markers are written behind the answer, and nothing tells when they are.
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private TransactionDescription describe() {
    return connection.await(
        connection.admin().describeTransactions(Set.of(id)).description(id),
        "describe the transactions of " + id);
  }
}
