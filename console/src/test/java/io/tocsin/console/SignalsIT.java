package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.console.testing.TocsinProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A signal ends the process cleanly at any moment of its life, and a second one at once. */
@Timeout(900)
class SignalsIT {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void aSignalWhileItStartsEndsItCleanlyWhereverItIs() throws Exception {
    for (String moment : List.of("data in", "broker started", "compiled")) {
      try (TocsinProcess dev = dev()) {
        dev.awaitErr(line -> line.contains(moment), START);
        dev.terminate();
        assertThat(dev.exit(STOP)).as("after [%s]: %s", moment, dev.err()).isZero();
        assertThat(dev.err())
            .anyMatch(line -> line.matches("tocsin: stopped in \\d+\\.\\d s"))
            .noneMatch(line -> line.startsWith("\tat ") || line.contains(" ERROR "));
      }
    }
    try (TocsinProcess dev = dev()) {
      dev.awaitErr(line -> line.contains("packs live"), START);
      dev.terminate();
      dev.awaitErr(line -> line.contains("once more to force it"), STOP);
      dev.terminate();
      assertThat(dev.exit(STOP)).isEqualTo(128 + 15);
      assertThat(dev.err()).noneMatch(line -> line.contains("stopped in"));
    }
    try (TocsinProcess dev = dev()) {
      dev.awaitErr(line -> line.contains("packs live"), START);
      dev.terminate();
      assertThat(dev.exit(STOP)).isZero();
    }
  }

  private TocsinProcess dev() throws IOException {
    String data = folder.resolve("data").toString();
    return TocsinProcess.start("dev", "--data", data, "--port", "0", "--no-open");
  }
}
