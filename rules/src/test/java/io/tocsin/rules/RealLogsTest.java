package io.tocsin.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.replay.Input;
import io.tocsin.engine.replay.Replay;
import io.tocsin.engine.replay.ReplaySummary;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packs on real logs raise the alerts that were computed by brute force, no more and no less.
 */
class RealLogsTest {
  private static final Path DATA = Path.of("..", "..", "shared", "data");
  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @CsvSource({
    "ssh-brute-force, ssh-auth, Failed logins per address, failures-per-address, count",
    "ssh-brute-force, ssh-auth, Login after failures, failed-then-accepted, failures",
    "web-abuse, web-access, Requests per client, requests-per-client, count",
    "web-abuse, web-access, Not found per client, not-found-per-client, count",
    "latency-average, request-latency, Average latency, average, value count",
  })
  void alertsAreTheExpectedOnes(
      String pack, String topic, String rule, String expectation, String valueFields)
      throws IOException {
    Path log = DATA.resolve(topic + ".jsonl");
    assumeTrue(Files.exists(log), "the real logs are not beside the checkout: " + log);
    List<String> fields = List.of(valueFields.split(" "));
    List<Alert> alerts = new ArrayList<>();

    ReplaySummary summary =
        new Replay(PackFolders.plan(pack))
            .rule(rule)
            .strict(true)
            .run(List.of(new Input(topic, log)), alerts::add);

    assertThat(summary.rejected()).isZero();
    assertThat(summary.late()).isZero();
    Map<String, Integer> difference = new TreeMap<>();
    expected(topic + "." + expectation, fields)
        .forEach(line -> difference.merge(line, 1, Integer::sum));
    alerts.forEach(alert -> difference.merge(line(alert, fields), -1, Integer::sum));
    difference.values().removeIf(count -> count == 0);
    difference.forEach(
        (line, count) -> System.err.println((count > 0 ? "missing " : "extra ") + line));
    assertThat(difference).as("missing (positive) and extra (negative) alerts").isEmpty();
  }

  private static List<String> expected(String name, List<String> fields) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String json : Files.readAllLines(DATA.resolve(name + ".expected.jsonl"))) {
      Map<?, ?> alert = JSON.readValue(json, Map.class);
      lines.add(line(alert.get("at"), alert.get("key"), alert, fields));
    }
    return lines;
  }

  private static String line(Alert alert, List<String> fields) {
    return line(alert.at(), alert.key(), alert.fields(), fields);
  }

  private static String line(Object at, Object key, Map<?, ?> values, List<String> fields) {
    StringBuilder line = new StringBuilder().append(at).append(' ').append(key);
    for (String field : fields) {
      BigDecimal value = new BigDecimal(String.valueOf(values.get(field)));
      line.append(' ').append(field).append('=').append(value.setScale(6, RoundingMode.HALF_UP));
    }
    return line.toString();
  }
}
