package io.tocsin.engine.pack;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code limits} of {@code pack.yaml}. */
final class LimitsReader {
  private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(B|KB|MB|GB)");
  private static final BigInteger MOST = BigInteger.valueOf(1L << 53);

  private final YamlMap pack;
  private final Findings findings;

  LimitsReader(YamlMap pack, Findings findings) {
    this.pack = pack;
    this.findings = findings;
  }

  /** The limits, with defaults in the place of what is absent or wrong. */
  Limits read() {
    YamlMap map = pack.map("limits");
    Limits otherwise = Limits.DEFAULT;
    if (map == null) {
      return otherwise;
    }
    Limits limits =
        new Limits(
            count(map, "events", otherwise.events()),
            count(map, "keys", otherwise.keys()),
            size(map, "state", otherwise.stateBytes()),
            count(map, "timers", otherwise.timers()),
            count(map, "waiting", otherwise.waiting()),
            count(map, "episodes", otherwise.episodes()),
            count(map, "collected", otherwise.collected()),
            count(map, "rows", otherwise.rows()),
            count(map, "alerts-per-minute", otherwise.alertsPerMinute()),
            count(map, "dead-letters-per-minute", otherwise.deadLettersPerMinute()),
            budgets(map, otherwise.budgets()));
    map.refuseOthers();
    return limits;
  }

  private Budgets budgets(YamlMap map, Budgets otherwise) {
    return new Budgets(
        count(map, "steps", otherwise.steps()),
        size(map, "memory", otherwise.bytes()),
        count(map, "firings", otherwise.firings()));
  }

  private long count(YamlMap map, String key, long otherwise) {
    String text = map.text(key);
    if (text == null) {
      return otherwise;
    }
    boolean counts = COUNT.matcher(text).matches() && inRange(new BigInteger(text));
    if (!counts) {
      refuse(map, key, text, "a whole number from 1 on", String.valueOf(otherwise));
    }
    return counts ? Long.parseLong(text) : otherwise;
  }

  private long size(YamlMap map, String key, long otherwise) {
    String text = map.text(key);
    if (text == null) {
      return otherwise;
    }
    Matcher size = SIZE.matcher(text);
    if (size.matches()) {
      int shift = 10 * (size.group(2).equals("B") ? 0 : " KMG".indexOf(size.group(2).charAt(0)));
      BigInteger bytes = new BigInteger(size.group(1)).shiftLeft(shift);
      if (inRange(bytes)) {
        return bytes.longValueExact();
      }
    }
    refuse(map, key, text, "a size in B, KB, MB or GB", (otherwise >> 20) + "MB");
    return otherwise;
  }

  private static boolean inRange(BigInteger number) {
    return number.signum() > 0 && number.compareTo(MOST) <= 0;
  }

  private void refuse(YamlMap map, String key, String text, String wanted, String example) {
    findings.error(
        DiagnosticCode.BAD_LIMIT,
        map.placeOf(key),
        "[" + key + "] is [" + text + "], and must be " + wanted + ".",
        "Maybe [" + key + ": " + example + "], which is the default.");
  }
}
