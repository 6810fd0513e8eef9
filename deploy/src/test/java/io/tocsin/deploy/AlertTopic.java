package io.tocsin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import java.time.Duration;
import java.util.ArrayList;
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

/** Payments in and alerts out by plain Kafka clients, which know nothing of Tocsin. */
final class AlertTopic implements AutoCloseable {

  static final int BURST = 5;
  private static final String PAYMENTS = "payments";
  private static final String ALERTS = "tocsin.alerts";

  private final String bootstrap;
  private final KafkaProducer<String, String> producer;

  AlertTopic(String bootstrap) {
    this.bootstrap = bootstrap;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "500"),
            new StringSerializer(),
            new StringSerializer());
  }

  void createPayments(int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(PAYMENTS, partitions, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  /** Five payments on each card, as of that time: one alert for each card. */
  void pay(long at, String... cards) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    for (String card : cards) {
      for (int i = 0; i < BURST; i++) {
        sent.add(producer.send(new ProducerRecord<>(PAYMENTS, card, payment(card, at + i))));
      }
    }
    for (Future<?> each : sent) {
      each.get(60, TimeUnit.SECONDS);
    }
  }

  static String payment(String card, long at) {
    return "{\"card\":\"%s\",\"amount\":300,\"at\":%d}".formatted(card, at);
  }

  /** Waits until each of these cards has alerted; then: once each, and no other one. */
  void expect(Duration bound, List<String> cards) {
    List<Alert> alerts = read(cards.size(), bound);
    assertThat(alerts).extracting(Alert::key).containsExactlyInAnyOrderElementsOf(cards);
  }

  private List<Alert> read(int atLeast, Duration bound) {
    List<Alert> alerts = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(ALERTS).stream()
              .map(each -> new TopicPartition(ALERTS, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
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
    }
    return alerts;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
