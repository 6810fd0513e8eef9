package io.tocsin.engine.pack;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as packs write them: {@code 500ms}, {@code 1m30s}, {@code 1d}, {@code PT5M}. */
public final class Durations {
  private static final Pattern UNITS =
      Pattern.compile(
          "(?:(\\d{1,15})d)?(?:(\\d{1,15})h)?(?:(\\d{1,15})m(?!s))?(?:(\\d{1,15})s)?(?:(\\d{1,18})ms)?");
  private static final long[] MILLIS = {86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};

  private Durations() {}

  /**
   * Reads a length of time of {@code pack.yaml}.
   *
   * @return empty where the text is none, is negative or does not fit in milliseconds; {@code 0}
   *     needs no unit
   */
  public static Optional<Duration> parse(String text) {
    String trimmed = text.trim();
    if (trimmed.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (trimmed.startsWith("P") || trimmed.startsWith("p")) {
      return parseIso(trimmed);
    }
    Matcher matcher = UNITS.matcher(trimmed);
    if (trimmed.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    long sum = 0;
    try {
      for (int i = 0; i < MILLIS.length; i++) {
        String digits = matcher.group(i + 1);
        if (digits != null) {
          sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(digits), MILLIS[i]));
        }
      }
    } catch (ArithmeticException tooLong) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofMillis(sum));
  }

  /**
   * Reads a length of time of DRL, where a number without a unit means milliseconds.
   *
   * @return empty where the text is none, is negative or does not fit in milliseconds
   */
  public static Optional<Duration> parseDrl(String text) {
    String trimmed = text.trim();
    if (trimmed.matches("\\d{1,18}")) {
      return Optional.of(Duration.ofMillis(Long.parseLong(trimmed)));
    }
    return parse(trimmed);
  }

  private static Optional<Duration> parseIso(String text) {
    try {
      Duration duration = Duration.parse(text);
      boolean fits = duration.compareTo(Duration.ofMillis(Long.MAX_VALUE)) <= 0;
      return duration.isNegative() || !fits ? Optional.empty() : Optional.of(duration);
    } catch (DateTimeParseException noDuration) {
      return Optional.empty();
    }
  }
}
