package io.tocsin.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.workload.JsonLines;
import io.tocsin.bench.workload.Workload;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.replay.Input;
import io.tocsin.engine.replay.Replay;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream holds the alerts that it says, and they are one for a hundred events. */
class BurstStreamTest {
  private static final int RATE = 1_000;
  private static final int SECONDS = 20;

  private final BurstStream stream = new BurstStream(RATE, SECONDS, 1_700_000_000_000L);

  @TempDir private Path folder;

  @Test
  void oneInAHundredEventsRaisesAnAlert() {
    assertThat(stream.alerts().size()).isBetween(RATE * SECONDS / 100, RATE * SECONDS * 11 / 1000);
  }

  @Test
  void thePackRaisesExactlyTheAlertsOfTheStream() throws Exception {
    Path events = folder.resolve("events.jsonl");
    JsonLines lines = new JsonLines(Workload.ERRORS_PER_MINUTE, stream.columns());
    try (OutputStream out = Files.newOutputStream(events)) {
      for (int i = 0; i < stream.size(); i++) {
        out.write(lines.record(i));
        out.write('\n');
      }
    }
    Path alerts = folder.resolve("alerts.jsonl");
    try (Writer out = Files.newBufferedWriter(alerts)) {
      new Replay(PackCompiler.compile(PackLoader.load(Path.of("packs", "latency"))))
          .run(List.of(new Input("latency-events", events)), out);
    }

    try (Stream<String> raised = Files.lines(alerts)) {
      assertThat(raised.map(line -> AlertFormat.TOCSIN.read(line.getBytes(StandardCharsets.UTF_8))))
          .containsExactlyInAnyOrderElementsOf(stream.alerts().keySet());
    }
  }

  @Test
  void nothingIsDecidedInTheLastSecond() {
    assertThat(stream.alerts().values()).allMatch(i -> i < stream.size() - RATE);
  }
}
