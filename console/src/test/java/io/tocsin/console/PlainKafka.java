package io.tocsin.console;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What any other system does with the broker: it knows nothing of Tocsin but its topics. */
final class PlainKafka implements AutoCloseable {

  private final Admin admin;
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;

  PlainKafka(String bootstrap) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer());
  }

  void create(String topic, int partitions) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  /** Sends each value with the key of the same place, and waits until all are acknowledged. */
  void send(String topic, Collection<String> keys, Collection<String> values) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    var key = keys.iterator();
    for (String value : values) {
      sent.add(producer.send(new ProducerRecord<>(topic, key.next(), value)));
    }
    for (Future<?> each : sent) {
      each.get(30, TimeUnit.SECONDS);
    }
  }

  /** The alerts that a reader of committed records finds so far; waits for that many. */
  List<Alert> alerts(String topic, int atLeast, Duration bound) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(each -> new TopicPartition(topic, each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    List<Alert> alerts = new ArrayList<>();
    long deadline = System.nanoTime() + bound.toNanos();
    boolean more = true;
    // Once there are enough, until a second passes without one.
    while (System.nanoTime() < deadline && (more || alerts.size() < atLeast)) {
      more = false;
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
        alerts.add(AlertJson.read(record.value()));
        more = true;
      }
    }
    return alerts;
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
    admin.close();
  }
}
