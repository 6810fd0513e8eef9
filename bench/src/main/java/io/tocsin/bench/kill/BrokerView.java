package io.tocsin.bench.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What the broker says about the pack's topics, groups and transactions. */
final class BrokerView implements AutoCloseable {
  private final Admin admin;

  BrokerView(String bootstrap) {
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
    return admin
        .listTopics(new ListTopicsOptions().listInternal(true))
        .names()
        .get()
        .contains(topic);
  }

  int partitions(String topic) throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
        .mapToInt(description -> description.partitions().size())
        .sum();
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
