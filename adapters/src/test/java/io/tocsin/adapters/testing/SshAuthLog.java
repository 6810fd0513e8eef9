package io.tocsin.adapters.testing;

import io.tocsin.engine.alert.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real sshd log beside the checkout, turned back into the syslog lines that it was made of, in
 * UTC and of 2017, with the alerts that were computed for it by brute force.
 */
public final class SshAuthLog {
  public static final Path DATA = Path.of("..", "..", "shared", "data", "ssh-auth.jsonl");

  /** The rules of {@code ssh-brute-force} with their field that counts and their expected file. */
  private enum Rule {
    FAILURES("Failed logins per address", "count", "failures-per-address"),
    LOGIN("Login after failures", "failures", "failed-then-accepted");

    final String label;
    final String field;
    final String file;

    Rule(String label, String field, String file) {
      this.label = label;
      this.field = field;
      this.file = file;
    }
  }

  private static final DateTimeFormatter PREFIX =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final JsonMapper JSON = JsonMapper.shared();

  private SshAuthLog() {}

  /** Whether it is there; a test that needs it says so and is skipped where it is not. */
  public static boolean isThere() {
    return Files.exists(DATA);
  }

  /** The events, in their order; the place in the list is {@code seq} minus 1. */
  public static List<Map<String, Object>> events() throws IOException {
    return objects(DATA);
  }

  @SuppressWarnings("unchecked") // a JSON object has string keys
  private static List<Map<String, Object>> objects(Path file) throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      objects.add((Map<String, Object>) JSON.readValue(line, Map.class));
    }
    return objects;
  }

  /** The syslog line of an event. */
  public static String line(Map<String, Object> event) {
    Object pid = event.get("pid");
    return "%s %s %s%s: %s"
        .formatted(
            PREFIX.format(Instant.ofEpochMilli(((Number) event.get("ts")).longValue())),
            event.get("host"),
            event.get("proc"),
            pid == null ? "" : "[" + pid + "]",
            event.get("msg"));
  }

  /** How the alerts differ from those that the first events of the log demand. */
  public static AlertDifference difference(Iterable<Alert> alerts, int events) throws IOException {
    AlertDifference difference = new AlertDifference();
    for (Rule rule : Rule.values()) {
      for (Map<String, Object> alert :
          objects(DATA.resolveSibling("ssh-auth." + rule.file + ".expected.jsonl"))) {
        if (((Number) alert.get("seq")).intValue() <= events) {
          difference.expect(rule.label, alert.get("at"), alert.get("key"), alert.get(rule.field));
        }
      }
    }
    for (Alert alert : alerts) {
      boolean login = alert.rule().equals(Rule.LOGIN.label);
      difference.found(alert, login ? Rule.LOGIN.field : Rule.FAILURES.field);
    }
    return difference;
  }
}
