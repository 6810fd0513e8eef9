package io.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LimitsCommandTest {
  @Test
  void itsBooksAddUp() {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    Report report = new Report(new PrintStream(progress, true), new PrintStream(result, true));
    int code =
        new CommandLine(new Bench(report))
            .execute("limits", "--short", "--rate", "4000", "--keys", "100000");
    assertThat(code).as(progress.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode figures = JsonMapper.shared().readTree(result.toString(StandardCharsets.UTF_8));
    assertThat(figures.get("oom").asInt()).isZero();
    assertThat(figures.get("suppressed").asLong()).isEqualTo(4_000 * 60 * 49 / 50 - 100_000);
    assertThat(figures.get("summaries").asInt()).isEqualTo(1);
  }
}
