package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of a rule says about time, as the author wrote it.
 *
 * @param millis lengths of time by the metadata's name, milliseconds
 * @param zone of {@code @every}, null for the multiples of the epoch
 * @param recover of {@code @recover}, null where there is none
 */
public record RuleMetadata(
    Map<String, Long> millis, @Nullable ZoneId zone, @Nullable String recover) {
  /** Metadata that is a length of time. */
  static final List<String> LENGTHS =
      List.of("for", "keepFiringFor", "cooldown", "update", "every", "session");

  private static final long MOST = Duration.ofDays(31).toMillis();

  /** Is told what is wrong. */
  interface Problems {
    void add(String name, String message, String hint);
  }

  /** The metadata of a rule that the gate lets pass. */
  public static RuleMetadata of(RuleDescr rule) {
    return read(rule, (name, message, hint) -> {});
  }

  /** The length of time of a piece of metadata, 0 where the rule does not have it. */
  public long length(String name) {
    return millis.getOrDefault(name, 0L);
  }

  static RuleMetadata read(RuleDescr rule, Problems problems) {
    Map<String, Long> millis = new HashMap<>();
    ZoneId zone = null;
    String recover = null;
    for (AnnotationDescr annotation : rule.getAnnotations()) {
      String name = annotation.getName();
      String value = annotation.getSingleValueAsString();
      if (name.equals("every")) {
        String[] parts = (value == null ? "" : value).split(",", 2);
        put(name, parts[0], millis, problems);
        zone = zone(annotation, parts, problems);
      } else if (LENGTHS.contains(name)) {
        put(name, value == null ? "" : value, millis, problems);
      } else if (name.equals("recover")) {
        if (value == null || value.isBlank()) {
          problems.add(name, "[@recover] needs a condition.", "Maybe [@recover($count < 3)].");
        } else {
          recover = value;
        }
      }
    }
    return new RuleMetadata(millis, zone, recover);
  }

  private static void put(
      String name, String written, Map<String, Long> millis, Problems problems) {
    String text = unquoted(written);
    Optional<Duration> length = text.isEmpty() ? Optional.empty() : Durations.parse(text);
    long found = length.map(Duration::toMillis).orElse(0L);
    if (found <= 0 || found > MOST) {
      problems.add(
          name,
          "[@%s] is [%s]; it must be a length of time from 1 ms to 31 days.".formatted(name, text),
          "Write for example [@%s(30s)].".formatted(name));
    } else {
      millis.put(name, found);
    }
  }

  private static @Nullable ZoneId zone(AnnotationDescr every, String[] parts, Problems problems) {
    Object named = every.getValue("zone");
    String written = parts.length > 1 ? parts[1].strip() : named == null ? null : named.toString();
    if (written == null) {
      return null;
    }
    String text = unquoted(written.replaceFirst("^zone\\s*=\\s*", ""));
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      problems.add(
          "every",
          "There is no time zone [%s].".formatted(text),
          "Write for example [@every(1d, Europe/Berlin)].");
      return null;
    }
  }

  private static String unquoted(String text) {
    String stripped = text.strip();
    boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
    return quoted ? stripped.substring(1, stripped.length() - 1).strip() : stripped;
  }
}
