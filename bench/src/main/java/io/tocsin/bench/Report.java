package io.tocsin.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a measurement tells: sentences on the way, and in the end the figures as one JSON line. */
final class Report {
  private final PrintStream progress;
  private final PrintStream result;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private boolean failed;

  Report(PrintStream progress, PrintStream result) {
    this.progress = progress;
    this.result = result;
  }

  void say(String format, Object... values) {
    progress.println(String.format(Locale.ROOT, format, values));
  }

  void put(String name, Object figure) {
    figures.put(name, figure);
  }

  /** A median as a whole number, then all runs and how far they lie apart. */
  void put(String name, Runs runs) {
    put(name, Math.round(runs.median()));
    put(name + "_runs", runs.rounded());
    put(name + "_spread", rounded(runs.spread()));
  }

  /** To three decimals. */
  static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** The counts of alerts of a measurement; a difference makes the measurement fail. */
  void alerts(String prefix, long found, long expected) {
    put(prefix + "alerts", found);
    put(prefix + "alerts_expected", expected);
    if (found != expected) {
      fail("%,d alerts, but %,d are right", found, expected);
    }
  }

  /** The measurement is worth nothing, for this reason. */
  void fail(String format, Object... values) {
    failed = true;
    say("FAILED: " + format, values);
  }

  /** Prints the figures; the exit code of the command: 1 where a count was wrong. */
  int end() {
    put("load", rounded(ProcessFigures.load()));
    result.println(JsonMapper.shared().writeValueAsString(figures));
    result.flush();
    return failed ? 1 : 0;
  }
}
