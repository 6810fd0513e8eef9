package io.tocsin.adapters.testing;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
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
public final class PlainKafka implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final long ACKNOWLEDGED_SECONDS = 60;

  private final String bootstrap;
  private final KafkaProducer<String, String> producer;

  public PlainKafka(String bootstrap) {
    this.bootstrap = bootstrap;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "500"),
            new StringSerializer(),
            new StringSerializer());
  }

  public void create(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  /**
   * Sends each value with the key of the same place, and waits until all are acknowledged, 60 s at
   * most for each. Several threads may.
   */
  public void send(String topic, Collection<String> keys, Collection<String> values)
      throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    Iterator<String> key = keys.iterator();
    for (String value : values) {
      sent.add(producer.send(new ProducerRecord<>(topic, key.next(), value)));
    }
    for (Future<?> each : sent) {
      each.get(ACKNOWLEDGED_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * All alerts that a reader of committed records finds in a topic: waits until there are so many,
   * at most as long as the bound, and then until a second passes without one more.
   */
  public List<Alert> alerts(String topic, int atLeast, Duration bound) {
    List<Alert> alerts = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + bound.toNanos();
      boolean more = true;
      while (System.nanoTime() < deadline && (more || alerts.size() < atLeast)) {
        more = false;
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          alerts.add(AlertJson.read(record.value()));
          more = true;
        }
      }
    }
    return alerts;
  }

  /** Gives up what is not acknowledged within a second, because the broker may be frozen. */
  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
