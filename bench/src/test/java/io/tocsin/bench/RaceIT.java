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

/** The race works from end to end, with those that are built without the profile of the peers. */
class RaceIT {

  @Test
  @Timeout(180)
  void aNodeRaisesExactlyTheRightAlerts() {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    Report report = new Report(new PrintStream(progress, true), new PrintStream(result, true));

    int exit =
        new CommandLine(new Bench(report))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute("peers", "--short", "--workload", "w1-broker", "--entrant", "parse,tocsin");

    assertThat(exit).as(progress.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode figures = JsonMapper.shared().readTree(result.toString(StandardCharsets.UTF_8));
    assertThat(figures.path("broker_tocsin_alerts").asLong())
        .isPositive()
        .isEqualTo(figures.path("broker_alerts_expected").asLong(-1));
    assertThat(figures.path("broker_tocsin_wrong").asInt(-1)).isZero();
    assertThat(figures.path("broker_tocsin_missing").asInt(-1)).isZero();
    assertThat(figures.path("broker_vs_parse").asDouble()).isPositive();
    assertThat(figures.has("degraded")).isTrue();
  }
}
