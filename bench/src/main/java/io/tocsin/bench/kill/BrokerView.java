package io.tocsin.bench.kill;

import io.tocsin.adapters.kafka.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/** What the broker says about the pack's topics, groups and transactions. */
final class BrokerView implements AutoCloseable {
  private static final Set<TransactionState> OPEN =
      EnumSet.of(
          TransactionState.ONGOING,
          TransactionState.PREPARE_COMMIT,
          TransactionState.PREPARE_ABORT);

  private final Admin admin;
  private final Names names;

  BrokerView(String bootstrap, Names names) {
    this.names = names;
    this.admin =
        Admin.create(Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "500"));
  }

  void createSources() throws ExecutionException, InterruptedException {
    List<NewTopic> topics = new ArrayList<>();
    for (int i = 0; i < Traffic.TOPICS.size(); i++) {
      topics.add(new NewTopic(Traffic.TOPICS.get(i), Traffic.PARTITIONS[i], (short) 1));
    }
    admin.createTopics(topics).all().get();
  }

  boolean exists(String topic) throws ExecutionException, InterruptedException {
    return admin.listTopics().names().get().contains(topic);
  }

  int partitions(String topic) throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
        .mapToInt(description -> description.partitions().size())
        .sum();
  }

  /** The transactional ids of the pack with a transaction that is not over. */
  List<String> openTransactions() throws ExecutionException, InterruptedException {
    return admin
        .listTransactions(new ListTransactionsOptions().filterStates(OPEN))
        .all()
        .get()
        .stream()
        .map(TransactionListing::transactionalId)
        .filter(id -> id.startsWith(names.prefix() + "." + names.pack() + "."))
        .sorted()
        .toList();
  }

  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(wanted)
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  /** The committed offsets of a group. */
  Map<TopicPartition, Long> committed(String group)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> committed = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset.offset());
              }
            });
    return committed;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
