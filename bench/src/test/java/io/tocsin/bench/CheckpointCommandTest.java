package io.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckpointCommandTest {
  @Test
  void theStateOfEachWorkloadComesBackAsItWas() {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    Report report = new Report(new PrintStream(progress, true), new PrintStream(result, true));
    int code = new CommandLine(new Bench(report)).execute("checkpoint", "--short");
    assertThat(code).as(progress.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode figures = JsonMapper.shared().readTree(result.toString(StandardCharsets.UTF_8));
    for (BenchPack pack : BenchPack.values()) {
      String name = pack.name().toLowerCase(java.util.Locale.ROOT);
      assertThat(figures.get(name + "_bytes_per_event").asDouble()).isPositive();
      assertThat(figures.get(name + "_read_ms").asDouble()).isPositive();
    }
  }
}
