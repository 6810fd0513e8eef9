package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.TocsinException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How many bytes of records a producer may send as one.
 *
 * <p>With the client's own 16 KiB a storm of alerts is a request for each dozen of them, and the
 * broker was as busy with it as the node with everything. But a topic refuses a batch that is
 * larger than what its records may be, and the client divides a refused batch by the size that it
 * was told, which helps nobody. So the smallest limit among the topics is asked for.
 */
final class BatchSize {
  private static final int MOST = 128 << 10;

  /** What the client takes by itself. */
  private static final int USUAL = 16 << 10;

  private BatchSize() {}

  /** The size for these topics, as far as they exist; where they do not tell, the usual one. */
  static int of(KafkaConnection connection, Collection<String> topics) {
    List<ConfigResource> resources = new ArrayList<>();
    topics.forEach(topic -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
    Map<ConfigResource, KafkaFuture<Config>> answers =
        resources.isEmpty() ? Map.of() : connection.admin().describeConfigs(resources).values();
    long size = resources.isEmpty() ? USUAL : MOST;
    for (Map.Entry<ConfigResource, KafkaFuture<Config>> answer : answers.entrySet()) {
      try {
        String topic = answer.getKey().name();
        ConfigEntry limit =
            connection
                .await(answer.getValue(), "describe the topic " + topic)
                .get("max.message.bytes");
        size = Math.min(size, limit == null ? USUAL : Long.parseLong(limit.value()));
      } catch (TocsinException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          return USUAL;
        }
      }
    }
    return (int) size;
  }
}
