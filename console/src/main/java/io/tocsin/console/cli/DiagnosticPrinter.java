package io.tocsin.console.cli;

import io.tocsin.console.terminal.Terminal;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Diagnostic.Severity;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Prints findings about packs to standard error, one a line in the form that editors jump to. */
final class DiagnosticPrinter {

  private final PrintWriter err;
  private final Ansi ansi;

  DiagnosticPrinter(CommandLine command) {
    this.err = command.getErr();
    this.ansi = command.getColorScheme().ansi();
  }

  /** Prints them with the pack's folder before their files. */
  void print(Path folder, List<Diagnostic> diagnostics) {
    String prefix = folder.normalize().toString();
    prefix = prefix.isEmpty() ? "" : prefix + File.separator;
    for (Diagnostic each : diagnostics) {
      String line = Terminal.printable(prefix + each);
      err.println(ansi.enabled() ? coloured(line, each.severity()) : line);
    }
    err.flush();
  }

  private static String coloured(String line, Severity severity) {
    String colour = severity == Severity.ERROR ? "\u001b[31m" : "\u001b[33m";
    return colour + line + "\u001b[0m";
  }
}
