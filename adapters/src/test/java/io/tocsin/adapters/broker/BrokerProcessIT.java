package io.tocsin.adapters.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.adapters.Seconds;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Seconds.class)
class BrokerProcessIT {
  @TempDir Path data;

  @Test
  void keepsWhatItAcknowledgedWhenItIsKilled() throws Exception {
    long began = System.nanoTime();
    BrokerProcess killed = BrokerProcess.start(data);
    System.out.printf("process ready after %.2f s%n", (System.nanoTime() - began) / 1e9);
    BrokerClient client = new BrokerClient(killed.bootstrap());
    client.create("events");
    client.send("events", 1, "acknowledged");
    killed.kill();
    assertThat(ProcessHandle.of(killed.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    began = System.nanoTime();
    try (BrokerProcess again = killed.startAgain()) {
      System.out.printf("and again after %.2f s%n", (System.nanoTime() - began) / 1e9);
      assertThat(again.bootstrap()).isEqualTo(killed.bootstrap());
      assertThat(client.read("events")).containsExactly("acknowledged");
    }
  }

  @Test
  void answersNothingWhileFrozenAndEverythingAfterwards() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(data)) {
      BrokerClient client = new BrokerClient(broker.bootstrap());
      client.create("events");
      try (KafkaProducer<String, String> producer = client.producer()) {
        producer.send(new ProducerRecord<>("events", "before")).get(20, TimeUnit.SECONDS);
        broker.freeze();
        Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("events", "frozen"));
        assertThatThrownBy(() -> sent.get(500, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        broker.thaw();
        sent.get(20, TimeUnit.SECONDS);
      }
      assertThat(client.read("events")).containsExactly("before", "frozen");
    }
  }
}
