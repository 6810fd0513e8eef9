package io.tocsin.bench.kill;

import io.tocsin.adapters.kafka.Names;
import io.tocsin.bench.broker.TopicFollower;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;

/** Who reads along while a run lasts: the alerts, the journal and the broker's transactions. */
final class Readers implements AutoCloseable {
  static final String TRANSACTIONS = Topic.TRANSACTION_STATE_TOPIC_NAME;

  private final BrokerView view;
  private final TopicFollower alerts;
  private final TopicFollower frames;
  private final TopicFollower transactions;
  private final List<TopicPartition> alertPartitions;
  private final List<TopicPartition> framePartitions;
  private final List<TopicPartition> transactionPartitions;

  Readers(
      String bootstrap,
      BrokerView view,
      Names names,
      String alertTopic,
      AlertBook live,
      JournalAudit journal,
      TransactionBook book)
      throws ExecutionException, InterruptedException {
    this.view = view;
    this.alertPartitions = partitions(alertTopic);
    this.framePartitions = partitions(names.journal());
    this.transactionPartitions = partitions(TRANSACTIONS);
    this.alerts =
        new TopicFollower(
            bootstrap,
            alertPartitions,
            true,
            record -> live.add(record.partition(), record.value()));
    this.frames =
        new TopicFollower(
            bootstrap,
            framePartitions,
            false,
            record -> journal.frame(record.partition(), record.offset(), record.value()));
    this.transactions =
        new TopicFollower(
            bootstrap,
            transactionPartitions,
            false,
            record -> book.add(record.key(), record.value()));
  }

  private List<TopicPartition> partitions(String topic)
      throws ExecutionException, InterruptedException {
    return TopicFollower.partitions(topic, view.partitions(topic));
  }

  /** Fails where one of them has failed. */
  void check() {
    alerts.check();
    frames.check();
    transactions.check();
  }

  /** The ends of the journal. */
  Map<TopicPartition, Long> frameEnds() throws ExecutionException, InterruptedException {
    return view.ends(framePartitions);
  }

  /** Whether all alerts that lie in the topic, and the frames up to those ends, were read. */
  boolean haveRead(Map<TopicPartition, Long> frameEnds)
      throws ExecutionException, InterruptedException {
    return frames.hasReached(frameEnds) && alerts.hasReached(view.ends(alertPartitions));
  }

  /** The ends of the broker's log of transactions. */
  Map<TopicPartition, Long> transactionEnds() throws ExecutionException, InterruptedException {
    return view.ends(transactionPartitions);
  }

  /** Whether the broker's log of transactions was read up to those ends. */
  boolean haveReadTransactions(Map<TopicPartition, Long> ends) {
    return transactions.hasReached(ends);
  }

  @Override
  public void close() throws InterruptedException {
    alerts.close();
    frames.close();
    transactions.close();
  }
}
