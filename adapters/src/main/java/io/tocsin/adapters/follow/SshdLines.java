package io.tocsin.adapters.follow;

import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Syslog lines, traditional or with ISO-8601 times, as {@code SshEvent}s. What sshd says of a login
 * becomes {@code accepted}, {@code failed_password} or {@code failed_password_repeated}; everything
 * else is {@code other}, which moves time, and its text is kept for sshd's lines only.
 */
final class SshdLines implements LineParser {
  private static final Pattern TRADITIONAL =
      Pattern.compile(
          "(?:<\\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\\d{1,2}) (\\d{2}):(\\d{2}):(\\d{2}) (\\S+) (.*)");
  private static final Pattern ISO =
      Pattern.compile(
          "(?:<\\d{1,3}>)?(\\d{4}-\\d{2}-\\d{2}T[0-9:.,]+(?:Z|[+-]\\d{2}:?\\d{2})?) (\\S+) (.*)");
  private static final Pattern PROCESS = Pattern.compile("([^\\s\\[:]+)(?:\\[(\\d+)])?:(?: (.*))?");

  /** From 9.8 on OpenSSH logs logins from processes of their own. */
  private static final Set<String> SSHD = Set.of("sshd", "sshd-session", "sshd-auth");

  // The user's name is greedy and the line's end is bound, because whoever fails to log in chooses
  // the name: with
  // "x from 192.0.2.1 port 1 ssh2" another address would be blamed.
  private static final String PEER = "(.*) from (\\S+) port (\\d+)(?: ssh\\d)?";
  private static final Pattern ACCEPTED =
      Pattern.compile("Accepted (\\S+) for " + PEER + "(?:: .*)?");
  private static final Pattern FAILED =
      Pattern.compile("Failed (?:password|keyboard-interactive/pam) for (invalid user )?" + PEER);
  private static final Pattern REPEATED =
      Pattern.compile("message repeated (\\d{1,9}) times: \\[ (.*)]");
  private static final int LONGEST_MESSAGE = 4096;

  private final JsonMapper json = JsonMapper.shared();
  private final SyslogTime time;

  SshdLines(SyslogTime time) {
    this.time = time;
  }

  @Override
  public @Nullable String parse(String line) {
    try {
      Matcher traditional = TRADITIONAL.matcher(line);
      if (traditional.matches()) {
        Matcher process = PROCESS.matcher(traditional.group(7));
        return process.matches()
            ? event(traditionalTime(traditional), traditional.group(6), process)
            : null;
      }
      Matcher iso = ISO.matcher(line);
      if (iso.matches()) {
        Matcher process = PROCESS.matcher(iso.group(3));
        return process.matches()
            ? event(time.iso(iso.group(1).replace(',', '.')), iso.group(2), process)
            : null;
      }
      return null;
    } catch (DateTimeException e) {
      return null; // such as 31 February
    }
  }

  private long traditionalTime(Matcher line) {
    return time.traditional(
        line.group(1),
        Integer.parseInt(line.group(2)),
        Integer.parseInt(line.group(3)),
        Integer.parseInt(line.group(4)),
        Integer.parseInt(line.group(5)));
  }

  private String event(long at, String host, Matcher process) {
    boolean sshd = SSHD.contains(process.group(1));
    String message = sshd && process.group(3) != null ? process.group(3) : "";
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("ts", at);
    event.put("host", host);
    event.put("proc", process.group(1));
    event.put("pid", process.group(2) == null ? null : Long.valueOf(process.group(2)));
    login(message.length() > LONGEST_MESSAGE ? "" : message, event);
    event.put("msg", message);
    return json.writeValueAsString(event);
  }

  private static void login(String message, Map<String, @Nullable Object> event) {
    Matcher accepted = ACCEPTED.matcher(message);
    Matcher failed = FAILED.matcher(message);
    Matcher repeated = REPEATED.matcher(message);
    if (accepted.matches()) {
      event.put("event", "accepted");
      event.put("method", accepted.group(1));
      peer(accepted, 2, event);
    } else if (failed.matches()) {
      failure("failed_password", failed, 1, event);
    } else if (repeated.matches() && failed.reset(repeated.group(2)).matches()) {
      failure("failed_password_repeated", failed, Integer.parseInt(repeated.group(1)), event);
    } else {
      event.put("event", "other");
    }
  }

  private static void failure(
      String kind, Matcher failed, int times, Map<String, @Nullable Object> event) {
    event.put("event", kind);
    peer(failed, 2, event);
    event.put("invalidUser", failed.group(1) != null);
    event.put("repeat", times);
  }

  private static void peer(Matcher login, int group, Map<String, @Nullable Object> event) {
    event.put("user", login.group(group));
    event.put("ip", login.group(group + 1));
    event.put("port", Long.valueOf(login.group(group + 2)));
  }
}
