package io.tocsin.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.replay.Input;
import io.tocsin.engine.replay.Replay;
import io.tocsin.engine.replay.ReplaySummary;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fault runs hold for true is what the engine makes of the same events without faults. */
class TruthTest {
  private static final long SEED = 20261124;
  private static final long BEGIN = 1_700_000_000_000L;
  private static final int MILLIS = 30_000;

  @TempDir private Path folder;
  private final Map<Path, ByteArrayOutputStream> files = new TreeMap<>();
  private final List<Input> inputs = new ArrayList<>();
  private long bad;

  @Test
  void expectsWhatAReplayOfTheSameEventsRaises() throws Exception {
    Truth truth = new Truth();
    Traffic traffic = new Traffic(SEED, 1_500, truth);
    for (int i = 0; i < MILLIS; i++) {
      traffic.draw(BEGIN + i, 1 + i % 2, this::write);
    }
    traffic.close(BEGIN + MILLIS, this::write);
    for (Map.Entry<Path, ByteArrayOutputStream> file : files.entrySet()) {
      Files.write(file.getKey(), file.getValue().toByteArray());
      String topic = file.getKey().getFileName().toString().replaceAll("-\\d+$", "");
      inputs.add(new Input(topic, file.getKey()));
    }

    StringWriter lines = new StringWriter();
    ReplaySummary summary =
        new Replay(PackCompiler.compile(PackLoader.load(Path.of("packs/fault"))))
            .run(inputs, lines);

    Map<String, Integer> raised = new HashMap<>();
    lines
        .toString()
        .lines()
        .forEach(line -> raised.merge(AlertBook.line(AlertJson.read(line)), 1, Integer::sum));
    Map<String, Integer> expected = truth.alerts();
    assertThat(raised).as("seed %d", SEED).isEqualTo(expected);
    assertThat(expected.keySet().stream().map(line -> line.split("\\|")[0]).distinct()).hasSize(7);
    assertThat(summary.rejected()).isEqualTo(bad).isPositive();
    assertThat(summary.faults()).isEqualTo(truth.faults()).isPositive();
    assertThat(summary.late()).isZero();
    assertThat(summary.alerts() * 1.0 / summary.events()).isBetween(0.15, 0.4);
  }

  private void write(Traffic.Drawn record) {
    Path file = folder.resolve(Traffic.TOPICS.get(record.source()) + "-" + record.partition());
    ByteArrayOutputStream out = files.computeIfAbsent(file, name -> new ByteArrayOutputStream());
    out.writeBytes(record.value());
    out.write('\n');
    bad += record.rejected() == null ? 0 : 1;
  }
}
