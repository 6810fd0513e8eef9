package io.tocsin.adapters.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The few calls to a broker that its tests need. */
record BrokerClient(String bootstrap) {

  void create(String topic) throws Exception {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  Set<String> topics() throws Exception {
    try (Admin admin = admin()) {
      return admin.listTopics().names().get(20, TimeUnit.SECONDS);
    }
  }

  short feature(String name) throws Exception {
    try (Admin admin = admin()) {
      return admin
          .describeFeatures()
          .featureMetadata()
          .get(20, TimeUnit.SECONDS)
          .finalizedFeatures()
          .get(name)
          .maxVersionLevel();
    }
  }

  void send(String topic, long timestamp, String value) throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      producer
          .send(new ProducerRecord<>(topic, 0, timestamp, null, value))
          .get(20, TimeUnit.SECONDS);
    }
  }

  KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrap, "acks", "all"),
        new StringSerializer(),
        new StringSerializer());
  }

  /** The values of partition 0 that are there now. */
  List<String> read(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<String> values = new java.util.ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofSeconds(5)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrap));
  }
}
