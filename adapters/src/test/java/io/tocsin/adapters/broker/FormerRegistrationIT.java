package io.tocsin.adapters.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.adapters.Seconds;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Seconds.class)
class FormerRegistrationIT {
  @TempDir Path data;

  @Test
  void aKilledBrokerIsForgottenAndAStoppedOneNeedsNot() throws Exception {
    BrokerDirectory directory = new BrokerDirectory(data);
    assertThat(directory.wasKilled()).isFalse();
    BrokerProcess broker = BrokerProcess.start(data);
    BrokerClient client = new BrokerClient(broker.bootstrap());
    client.create("events");
    client.send("events", 1, "acknowledged");
    broker.kill();
    assertThat(directory.wasKilled()).isTrue();

    Properties settings =
        BrokerConfiguration.of(
            directory.logs(), BrokerDirectory.freePort(), BrokerDirectory.freePort());
    assertThat(FormerRegistration.withdraw(settings)).isTrue();
    // As after a kill right then: the same again finds nothing to do.
    assertThat(directory.wasKilled()).isTrue();
    assertThat(FormerRegistration.withdraw(settings)).isFalse();

    try (BrokerProcess again = broker.startAgain()) {
      assertThat(client.read("events")).containsExactly("acknowledged");
      client.send("events", 1, "afterwards");
      assertThat(client.read("events")).containsExactly("acknowledged", "afterwards");
      assertThat(again.pid()).isNotEqualTo(broker.pid());
    }
    assertThat(directory.wasKilled()).isFalse();
  }
}
