package io.tocsin.adapters.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.adapters.Seconds;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Seconds.class)
class EmbeddedBrokerIT {
  private static final long IN_1970 = 86_400_000L;

  @TempDir Path data;

  @Test
  void servesTransactionsAndKeepsItsTopicsAndPortOverARestart() throws Exception {
    String bootstrap;
    long began = System.nanoTime();
    try (EmbeddedBroker broker = EmbeddedBroker.start(data)) {
      bootstrap = broker.bootstrap();
      BrokerClient client = new BrokerClient(bootstrap);
      client.create("events");
      System.out.printf("first topic after %.2f s%n", (System.nanoTime() - began) / 1e9);
      client.send("events", IN_1970, "old");
      client.send("events", System.currentTimeMillis() + 7_200_000, "of the future");
      assertThat(client.feature("transaction.version")).isEqualTo((short) 2);
      assertThat(broker.failed()).isFalse();
    }
    began = System.nanoTime();
    try (EmbeddedBroker again = EmbeddedBroker.start(data)) {
      System.out.printf("started again after %.2f s%n", (System.nanoTime() - began) / 1e9);
      assertThat(again.bootstrap()).isEqualTo(bootstrap);
      BrokerClient client = new BrokerClient(again.bootstrap());
      assertThat(client.topics()).contains("events");
      assertThat(client.read("events")).containsExactly("old", "of the future");
    }
  }

  @Test
  void aPortThatIsTakenIsRefusedAndTheJvmLivesOn() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(data, taken.getLocalPort()))
          .isInstanceOfSatisfying(
              TocsinException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
          .hasMessageContaining("[" + taken.getLocalPort() + "]");
    }
    try (EmbeddedBroker after = EmbeddedBroker.start(data)) {
      assertThat(new BrokerClient(after.bootstrap()).topics()).isEmpty();
    }
  }

  @Test
  void dataInUseByAnotherBrokerIsRefused() {
    try (BrokerProcess first = BrokerProcess.start(data)) {
      assertThat(first.pid()).isPositive();
      assertThatThrownBy(() -> EmbeddedBroker.start(data))
          .isInstanceOf(TocsinException.class)
          .hasMessageContaining("in use");
    }
  }
}
