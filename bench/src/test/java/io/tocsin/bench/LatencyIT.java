package io.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The measurement works from end to end; how long an alert takes here says nothing. */
class LatencyIT {

  @Test
  @Timeout(240)
  void bothSystemsRaiseExactlyTheRightAlerts() {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    Report report = new Report(new PrintStream(progress, true), new PrintStream(result, true));

    int exit = new CommandLine(new Bench(report)).execute("latency", "--short", "--rate", "1000");

    assertThat(exit).as(progress.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode figures = JsonMapper.shared().readTree(result.toString(StandardCharsets.UTF_8));
    for (String prefix : new String[] {"", "peer_"}) {
      assertThat(figures.path(prefix + "alerts").asInt()).isBetween(150, 165);
      assertThat(figures.path(prefix + "lost").asInt(-1)).isZero();
      assertThat(figures.path(prefix + "duplicate").asInt(-1)).isZero();
      assertThat(figures.path(prefix + "p50_ms").asDouble()).isPositive();
      assertThat(figures.path(prefix + "p99_ms").asDouble())
          .isGreaterThanOrEqualTo(figures.path(prefix + "p50_ms").asDouble());
    }
  }
}
