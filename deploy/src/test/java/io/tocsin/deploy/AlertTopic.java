package io.tocsin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.testing.PlainKafka;
import io.tocsin.engine.alert.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Payments in and alerts out, as the pack of the payments names its topics. */
final class AlertTopic implements AutoCloseable {

  static final int BURST = 5;
  private static final String PAYMENTS = "payments";
  private static final String ALERTS = "tocsin.alerts";

  private final PlainKafka kafka;

  AlertTopic(String bootstrap) {
    this.kafka = new PlainKafka(bootstrap);
  }

  void createPayments(int partitions) throws Exception {
    kafka.create(PAYMENTS, partitions);
  }

  /** Five payments on each card, as of that time: one alert for each card. */
  void pay(long at, String... cards) throws Exception {
    List<String> keys = new ArrayList<>();
    List<String> payments = new ArrayList<>();
    for (String card : cards) {
      for (int i = 0; i < BURST; i++) {
        keys.add(card);
        payments.add(payment(card, at + i));
      }
    }
    kafka.send(PAYMENTS, keys, payments);
  }

  static String payment(String card, long at) {
    return "{\"card\":\"%s\",\"amount\":300,\"at\":%d}".formatted(card, at);
  }

  /** Waits until each of these cards has alerted; then: once each, and no other one. */
  void expect(Duration bound, List<String> cards) {
    List<Alert> alerts = kafka.alerts(ALERTS, cards.size(), bound);
    assertThat(alerts).extracting(Alert::key).containsExactlyInAnyOrderElementsOf(cards);
  }

  @Override
  public void close() {
    kafka.close();
  }
}
