package io.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.oracle.Features;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OracleCommandTest {
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private final ByteArrayOutputStream result = new ByteArrayOutputStream();

  private int run(String... arguments) {
    Report report = new Report(new PrintStream(progress, true), new PrintStream(result, true));
    return new CommandLine(new Bench(report)).execute(arguments);
  }

  @Test
  void itCountsCasesByTheirFeatures() {
    int code = run("oracle", "--cases", "20", "--seed", "1", "--drools", "2");
    assertThat(code).as(progress.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode figures = JsonMapper.shared().readTree(result.toString(StandardCharsets.UTF_8));
    assertThat(figures.get("cases").asInt()).isEqualTo(20);
    assertThat(figures.get("disagreements").asInt()).isZero();
    assertThat(figures.get("alerting_share").asDouble()).isGreaterThanOrEqualTo(0.8);
    assertThat(figures.get("drools_compared").asInt()).isBetween(1, 10);
    JsonNode features = figures.get("per_feature");
    assertThat(features.propertyNames()).containsAll(Features.ALL);
    assertThat(features.get("derived").get("cases").asInt()).isEqualTo(5);
    assertThat(features.get("derived").get("drools_compared").asInt()).isZero();
  }

  @Test
  void aWordThatIsNoShareOfThePacksIsRefused() {
    assertThat(run("oracle", "--cases", "5", "--drools", "some")).isEqualTo(2);
  }
}
