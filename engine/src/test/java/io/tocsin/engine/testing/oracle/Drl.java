package io.tocsin.engine.testing.oracle;

/** The small words of DRL. */
final class Drl {
  private Drl() {}

  static String duration(long millis) {
    if (millis > 0 && millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis > 0 && millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  static String literal(Object value) {
    return value instanceof String string ? '"' + string + '"' : value.toString();
  }

  /** A rule with more metadata. */
  static String with(String metadata, String rule) {
    return rule.replaceFirst(
        "\nwhen\n", java.util.regex.Matcher.quoteReplacement(metadata + "\nwhen\n"));
  }

  static String rule(String name, String condition, String consequence) {
    return "rule \"" + name + "\"\nwhen\n" + condition + "then\n  " + consequence + "\nend\n";
  }
}
