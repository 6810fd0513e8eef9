package io.tocsin.adapters.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Questions about where partitions begin and end. */
final class Offsets {
  private Offsets() {}

  /** The end of each partition for a reader of committed records. */
  static KafkaFuture<Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo>> ends(
      KafkaConnection connection, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    partitions.forEach(partition -> specs.put(partition, OffsetSpec.latest()));
    return ask(connection, specs);
  }

  /** What the specs name; -1 for a time after the last record. */
  static Map<TopicPartition, Long> of(
      KafkaConnection connection, Map<TopicPartition, OffsetSpec> specs) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    connection
        .await(ask(connection, specs), "find the offsets of " + specs.keySet())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /** The same, where records of transactions that are open count too. */
  static Map<TopicPartition, Long> withOpenTransactions(
      KafkaConnection connection, Map<TopicPartition, OffsetSpec> specs) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    connection
        .await(
            ask(connection, specs, IsolationLevel.READ_UNCOMMITTED),
            "find the offsets of " + specs.keySet())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private static KafkaFuture<Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo>> ask(
      KafkaConnection connection, Map<TopicPartition, OffsetSpec> specs) {
    return ask(connection, specs, IsolationLevel.READ_COMMITTED);
  }

  private static KafkaFuture<Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo>> ask(
      KafkaConnection connection, Map<TopicPartition, OffsetSpec> specs, IsolationLevel isolation) {
    return connection.admin().listOffsets(specs, new ListOffsetsOptions(isolation)).all();
  }
}
