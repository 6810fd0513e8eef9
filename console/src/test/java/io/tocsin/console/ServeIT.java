package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.console.testing.TocsinProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin serve} says what is wrong with its configuration, and ends. */
@Timeout(300)
class ServeIT {

  private static final Duration BOUND = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void namesAMisspeltKeyAndTheNearestKnownOne() throws Exception {
    assertThat(err("tocsin:\n  kafka:\n    bootstrap-server: localhost:1\n"))
        .contains(
            "[tocsin.kafka.bootstrap-server]", "Maybe [tocsin.kafka.bootstrap-servers] is meant")
        .doesNotContain("\tat ");
  }

  @Test
  void namesWhatIsMissingAndWhatCannotBe() throws Exception {
    assertThat(err("tocsin:\n  node: one\n"))
        .contains("[tocsin.kafka.bootstrap-servers]", "TOCSIN_KAFKA_BOOTSTRAPSERVERS");
    assertThat(err("tocsin:\n  kafka:\n    shards: many\n")).contains("[tocsin.kafka.shards]");
    assertThat(err("tocsin:\n  kafka:\n    shards: 0\n")).contains("[tocsin.kafka.shards]");
  }

  private String err(String yaml) throws IOException, InterruptedException {
    Path config = Files.writeString(folder.resolve("node.yaml"), yaml);
    try (TocsinProcess serve =
        TocsinProcess.start(
            "serve", "--config", config.toString(), "--data", folder.resolve("d").toString())) {
      assertThat(serve.exit(BOUND)).isEqualTo(10);
      return String.join("\n", serve.err());
    }
  }
}
