package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.adapters.testing.SshAuthLog;
import io.tocsin.console.testing.TocsinProcess;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tocsin dev --follow} on a real sshd log raises what was computed for it by brute force, no
 * more and no less, though it ends cleanly, the log is rotated and goes on meanwhile, and it starts
 * again.
 */
@Timeout(900)
class DevFollowIT {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long QUIET_MILLIS = 3_600_000;

  @TempDir private Path folder;
  private final List<Alert> seen = new ArrayList<>();

  @Test
  void everyAlertOfTheLogComesOnceThroughRestartsAndRotation() throws Exception {
    assumeTrue(
        SshAuthLog.isThere(), "the real logs are not beside the checkout: " + SshAuthLog.DATA);
    List<Map<String, Object>> events = SshAuthLog.events();
    int first = quietAfter(events, 3000);
    int second = quietAfter(events, first + 1000);
    int third = quietAfter(events, second + 1000);
    Path log = folder.resolve("auth.log");

    write(log, events.subList(0, first));
    Files.writeString(log, "no line of syslog\n", StandardOpenOption.APPEND);
    try (TocsinProcess dev = follow(log, "--fresh")) {
      assertThat(dev.awaitErr(line -> line.contains(" lines read, "), START))
          .contains("%,d lines read, %,d events sent, 1 lines of".formatted(first + 1, first));
      stopAfter(dev, first);
    }
    // Rotated while nobody looked, and the new file has lines already.
    write(log, events.subList(first, second));
    Files.move(log, folder.resolve("auth.log.1"));
    write(log, events.subList(second, third));
    try (TocsinProcess again = follow(log)) {
      assertThat(again.awaitErr(line -> line.contains(" lines read, "), START))
          .contains("%,d events sent".formatted(third - first));
      again.awaitOut(expected(third) - seen.size(), SOON);
      write(log, events.subList(third, events.size()));
      stopAfter(again, events.size());
    }
    assertThat(seen).hasSize(349 + 4);
  }

  /** The place after the event that at least an hour without any follows, from that place on. */
  private static int quietAfter(List<Map<String, Object>> events, int from) {
    int place = from;
    while (at(events.get(place)) - at(events.get(place - 1)) < QUIET_MILLIS) {
      place++;
    }
    return place;
  }

  private static long at(Map<String, Object> event) {
    return ((Number) event.get("ts")).longValue();
  }

  private static void write(Path log, List<Map<String, Object>> events) throws IOException {
    Files.write(
        log,
        events.stream().map(SshAuthLog::line).toList(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private TocsinProcess follow(Path log, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("dev", "--json", "--port", "0", "--no-open"));
    arguments.addAll(List.of("--follow", log.toString(), "--year", "2017", "--zone", "UTC"));
    arguments.addAll(List.of("--data", folder.resolve("data").toString()));
    arguments.addAll(List.of(more));
    return TocsinProcess.start(arguments.toArray(String[]::new));
  }

  private int expected(int events) throws IOException {
    return SshAuthLog.difference(List.of(), events).lines().values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Once the alerts of that many events are there, none more may come until the end. */
  private void stopAfter(TocsinProcess dev, int events) throws Exception {
    dev.awaitOut(expected(events) - seen.size(), SOON);
    dev.terminate();
    assertThat(dev.exit(SOON)).as("exit, after %s", dev.err()).isZero();
    assertThat(dev.err())
        .anyMatch(line -> line.matches("tocsin: stopped in \\d+\\.\\d s"))
        .noneMatch(line -> line.startsWith("\tat "));
    dev.out().forEach(line -> seen.add(AlertJson.read(line)));
    assertThat(SshAuthLog.difference(seen, events).lines())
        .as("missing (positive) and extra (negative) alerts of the first %d events", events)
        .isEmpty();
  }
}
