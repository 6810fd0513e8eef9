package io.tocsin.adapters.follow;

import java.time.Clock;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of log that can be followed, each with the pack and the topic that its events are for.
 */
public enum FollowFormat {
  /** Syslog lines with those of sshd among them. */
  SSHD("ssh-brute-force", "ssh-auth") {
    @Override
    LineParser parser(SyslogTime time) {
      return new SshdLines(time);
    }
  },
  /** Common or combined access logs of nginx and Apache. */
  WEB_ACCESS("web-abuse", "web-access") {
    @Override
    LineParser parser(SyslogTime time) {
      return new AccessLines();
    }
  },
  /** One JSON object a line, which is the event already. */
  JSON(null, null) {
    @Override
    LineParser parser(SyslogTime time) {
      return line -> line; // what is no JSON is rejected, with its reason, where it is decoded
    }

    @Override
    boolean recognizes(String line, LineParser parser) {
      return line.stripLeading().startsWith("{");
    }
  };

  private final @Nullable String pack;
  private final @Nullable String topic;

  FollowFormat(@Nullable String pack, @Nullable String topic) {
    this.pack = pack;
    this.topic = topic;
  }

  abstract LineParser parser(SyslogTime time);

  boolean recognizes(String line, LineParser parser) {
    return parser.parse(line) != null;
  }

  /** The pack that judges such a log; null where the user has to say it. */
  public @Nullable String pack() {
    return pack;
  }

  /** The topic of that pack; null where the user has to say it. */
  public @Nullable String topic() {
    return topic;
  }

  /** The format with that {@link #label()}; empty where there is none. */
  public static Optional<FollowFormat> of(String label) {
    return Arrays.stream(values()).filter(format -> format.label().equals(label)).findFirst();
  }

  /** The name for people and for options: {@code sshd}, {@code web-access}, {@code json}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * A parser for one log.
   *
   * @param year the year of the first line, because traditional syslog lines have none; null for
   *     the latest that does not put the first line into the future
   * @param zone the zone of times without one
   * @param clock tells what the future is
   */
  public LineParser parser(@Nullable Year year, ZoneId zone, Clock clock) {
    return parser(new SyslogTime(year, zone, clock));
  }

  /** The format that most of the given lines have; empty where none of them has any. */
  public static Optional<FollowFormat> detect(List<String> firstLines) {
    return Arrays.stream(values())
        .max(Comparator.comparingLong(format -> format.matches(firstLines)))
        .filter(format -> format.matches(firstLines) > 0);
  }

  private long matches(List<String> lines) {
    LineParser parser =
        parser(null, ZoneId.of("UTC"), Clock.fixed(Instant.now(), ZoneId.of("UTC")));
    return lines.stream().filter(line -> recognizes(line, parser)).count();
  }
}
