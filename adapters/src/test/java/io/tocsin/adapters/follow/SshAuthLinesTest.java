package io.tocsin.adapters.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        List<String> next = follower.poll(1000, java.time.Duration.ZERO);
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
