package io.tocsin.bench.peers.flink;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** An alert without a key, in whichever partition. */
final class AlertRecord implements KafkaRecordSerializationSchema<byte[]> {
  private static final long serialVersionUID = 1;

  private final String topic;

  AlertRecord(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      byte[] alert, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(topic, alert);
  }
}
