package io.tocsin.bench.race;

import io.tocsin.bench.broker.SourceTopic;
import io.tocsin.bench.contest.RaisedAlerts;
import io.tocsin.bench.latency.AlertFormat;
import io.tocsin.bench.latency.SeenAlert;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The alerts of a topic as a reader under {@code read_committed} has them.
 *
 * @param last the offset of the last of each partition that has any
 */
record ReadAlerts(RaisedAlerts alerts, Map<TopicPartition, Long> last) {

  static ReadAlerts of(SourceTopic source, String topic, AlertFormat format) {
    RaisedAlerts alerts = new RaisedAlerts();
    Map<TopicPartition, Long> last = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = source.consumer(topic, "read_committed")) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          SeenAlert alert = format.read(record.value());
          alerts.window(alert.service(), alert.at(), alert.count());
          last.put(new TopicPartition(topic, record.partition()), record.offset());
        }
      }
    }
    return new ReadAlerts(alerts, last);
  }
}
