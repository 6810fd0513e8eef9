package io.tocsin.adapters.kafka;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.Map;

/**
 * How to reach a Kafka cluster and what to make there.
 *
 * @param bootstrap {@code host:port[,host:port...]}
 * @param client further properties of every client, such as {@code security.protocol}
 * @param prefix how the names of our own topics, groups and transactional ids begin
 * @param replication replicas of each topic that is created: 1 for a cluster of one, else 3
 * @param shards partitions of a journal that is created
 * @param lanes lanes of a pack: partitions of an alert topic that is created
 * @param timeoutMillis after which a blocking call to the cluster fails, and a transaction that its
 *     owner left open is aborted
 */
public record KafkaSettings(
    String bootstrap,
    Map<String, String> client,
    String prefix,
    int replication,
    int shards,
    int lanes,
    int timeoutMillis) {

  public KafkaSettings {
    client = Map.copyOf(client);
    if (shards < 1 || lanes < 1 || lanes > shards || replication < 1 || timeoutMillis < 1) {
      throw new TocsinException(
          ErrorCode.BAD_CONFIGURATION,
          "Kafka settings with [%d] shards, [%d] lanes, replication [%d] and a time-out of [%d] ms cannot work.\nMaybe there are more lanes than shards."
              .formatted(shards, lanes, replication, timeoutMillis));
    }
  }

  /** A cluster of one broker with the usual 12 shards and 4 lanes. */
  public static KafkaSettings oneNode(String bootstrap) {
    return new KafkaSettings(bootstrap, Map.of(), "tocsin", 1, 12, 4, 10_000);
  }
}
