package io.tocsin.console.terminal;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import picocli.CommandLine.Help.Ansi;

/** Prints each alert as one line: {@code alert} and its status, rule, key, text, event time. */
public final class AlertPrinter {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final String PLAIN = "\u001b[0m";
  private static final String FAINT = "\u001b[2m";
  private static final String BOLD = "\u001b[1m";

  private final PrintStream out;
  private final Ansi ansi;
  private final ZoneId zone;

  /**
   * @param zone in which the times are written
   */
  public AlertPrinter(PrintStream out, Ansi ansi, ZoneId zone) {
    this.out = out;
    this.ansi = ansi;
    this.zone = zone;
  }

  /** Prints one line, at once. */
  public void print(Alert alert) {
    out.println(line(alert));
    out.flush();
  }

  String line(Alert alert) {
    String time = TIME.format(Instant.ofEpochMilli(alert.at()).atZone(zone));
    String status = "alert " + alert.status().label();
    String rule = Terminal.printable(alert.rule());
    String key = Terminal.printable(Objects.toString(alert.key(), "-"));
    String text =
        Terminal.printable(Objects.requireNonNullElse(alert.text(), alert.fields().toString()));
    if (ansi.enabled()) {
      status = colour(alert.status()) + status + PLAIN;
      rule = BOLD + rule + PLAIN;
      time = FAINT + time + PLAIN;
    }
    return String.join("  ", status, rule, key, text, time);
  }

  private static String colour(AlertStatus status) {
    return switch (status) {
      case RAISED -> "\u001b[31m";
      case OPEN -> "\u001b[33m";
      case RESOLVED -> "\u001b[32m";
    };
  }
}
