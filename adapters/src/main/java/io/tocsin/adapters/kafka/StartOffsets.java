package io.tocsin.adapters.kafka;

import io.tocsin.engine.pack.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where reading begins in partitions without a committed offset. */
final class StartOffsets {
  private StartOffsets() {}

  static Map<TopicPartition, Long> of(
      KafkaConnection connection,
      Map<String, Source.Start> topics,
      Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Source.Start start = topics.get(partition.topic());
      specs.put(partition, start == null ? OffsetSpec.latest() : spec(start));
    }
    Map<TopicPartition, Long> offsets = Offsets.of(connection, specs);
    Map<TopicPartition, OffsetSpec> afterTheLast = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (offset < 0) {
            afterTheLast.put(partition, OffsetSpec.latest());
          }
        });
    if (!afterTheLast.isEmpty()) {
      offsets.putAll(Offsets.of(connection, afterTheLast));
    }
    return offsets;
  }

  private static OffsetSpec spec(Source.Start start) {
    if (start instanceof Source.Start.Earliest) {
      return OffsetSpec.earliest();
    }
    if (start instanceof Source.Start.At at) {
      return OffsetSpec.forTimestamp(at.time());
    }
    return OffsetSpec.latest();
  }
}
