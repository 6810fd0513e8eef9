package io.tocsin.adapters.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.adapters.testing.SshAuthLog;
import io.tocsin.engine.Engine;
import io.tocsin.engine.alert.Alert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A real sshd log, turned back into syslog lines, gives the events that it was made of. */
class SshAuthLinesTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path folder;
  private Path log;

  @BeforeEach
  void writeTheLog() throws Exception {
    assumeTrue(
        SshAuthLog.isThere(), "the real logs are not beside the checkout: " + SshAuthLog.DATA);
    log = folder.resolve("auth.log");
    Files.write(log, SshAuthLog.events().stream().map(SshAuthLog::line).toList());
  }

  private LogFollower follower() {
    return LogFollower.open(log, null, Year.of(2017), ZoneOffset.UTC, null);
  }

  @Test
  void eachLineGivesItsEventBack() throws Exception {
    List<Map<String, Object>> expected = SshAuthLog.events();
    try (LogFollower follower = follower()) {
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

  @Test
  void theLinesRaiseTheExpectedAlerts() throws Exception {
    List<Alert> alerts = new ArrayList<>();
    try (LogFollower follower = follower();
        Engine engine =
            Engine.builder()
                .pack(Path.of("..", "rules", String.valueOf(follower.format().pack())))
                .onAlert(alerts::add)
                .build()) {
      List<String> next = follower.poll(1000, Duration.ZERO);
      while (!next.isEmpty()) {
        next.forEach(event -> engine.publish(String.valueOf(follower.format().topic()), event));
        next = follower.poll(1000, Duration.ZERO);
      }
      engine.finish();
      assertThat(engine.counters().accepted() + engine.counters().filtered())
          .isEqualTo(follower.lines());
    }
    assertThat(alerts).hasSize(349 + 4);
    assertThat(SshAuthLog.difference(alerts, Integer.MAX_VALUE).lines())
        .as("missing (positive) and extra (negative) alerts")
        .isEmpty();
  }
}
