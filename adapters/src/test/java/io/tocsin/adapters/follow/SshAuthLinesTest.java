package io.tocsin.adapters.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** A real sshd log, turned back into syslog lines, gives the events that it was made of. */
class SshAuthLinesTest {
  static final Path DATA = Path.of("..", "..", "shared", "data", "ssh-auth.jsonl");
  private static final DateTimeFormatter PREFIX =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path folder;

  @Test
  void eachLineGivesItsEventBack() throws Exception {
    assumeTrue(Files.exists(DATA), "the real logs are not beside the checkout: " + DATA);
    List<Map<String, Object>> expected = events();
    Path log = folder.resolve("auth.log");
    Files.write(log, expected.stream().map(SshAuthLinesTest::line).toList());

    try (LogFollower follower = LogFollower.open(log, null, Year.of(2017), ZoneOffset.UTC)) {
      assertThat(follower.format()).isEqualTo(FollowFormat.SSHD);
      for (int i = 0; i < expected.size(); ) {
        List<String> next = follower.poll(1000, Duration.ZERO);
        assertThat(next).as("lines after %d", i).isNotEmpty();
        for (String event : next) {
          expected.get(i).remove("seq");
          assertThat(JSON.readValue(event, Map.class)).isEqualTo(expected.get(i++));
        }
      }
      assertThat(follower.lines()).isEqualTo(expected.size());
      assertThat(follower.skipped()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Failed logins per address, failures-per-address, count",
    "Login after failures, failed-then-accepted, failures"
  })
  void theLinesRaiseTheExpectedAlerts(String rule, String expectation, String field)
      throws Exception {
    assumeTrue(Files.exists(DATA), "the real logs are not beside the checkout: " + DATA);
    Path log = folder.resolve("auth.log");
    Files.write(log, events().stream().map(SshAuthLinesTest::line).toList());
    Map<String, Integer> difference = new TreeMap<>();
    for (String json :
        Files.readAllLines(DATA.resolveSibling("ssh-auth." + expectation + ".expected.jsonl"))) {
      Map<?, ?> alert = JSON.readValue(json, Map.class);
      String line = alert.get("at") + " " + alert.get("key") + " " + alert.get(field);
      difference.merge(line, 1, Integer::sum);
    }

    try (LogFollower follower = LogFollower.open(log, null, Year.of(2017), ZoneOffset.UTC);
        Engine engine =
            Engine.builder()
                .pack(Path.of("..", "rules", String.valueOf(follower.format().pack())))
                .onAlert(
                    alert -> {
                      if (alert.rule().equals(rule)) {
                        String line =
                            alert.at() + " " + alert.key() + " " + alert.fields().get(field);
                        difference.merge(line, -1, Integer::sum);
                      }
                    })
                .build()) {
      List<String> next = follower.poll(1000, Duration.ZERO);
      while (!next.isEmpty()) {
        next.forEach(event -> engine.publish(String.valueOf(follower.format().topic()), event));
        next = follower.poll(1000, Duration.ZERO);
      }
      engine.finish();
      assertThat(engine.counters().accepted()).isEqualTo(follower.lines());
    }

    difference.values().removeIf(count -> count == 0);
    assertThat(difference).as("missing (positive) and extra (negative) alerts").isEmpty();
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> events() throws IOException {
    return Files.readAllLines(DATA).stream()
        .map(line -> (Map<String, Object>) JSON.readValue(line, Map.class))
        .toList();
  }

  /** The syslog line of an event. */
  static String line(Map<String, Object> event) {
    Object pid = event.get("pid");
    return "%s %s %s%s: %s"
        .formatted(
            PREFIX.format(Instant.ofEpochMilli(((Number) event.get("ts")).longValue())),
            event.get("host"),
            event.get("proc"),
            pid == null ? "" : "[" + pid + "]",
            event.get("msg"));
  }
}
