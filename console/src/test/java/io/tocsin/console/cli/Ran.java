package io.tocsin.console.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What a command that ran in this process said. */
record Ran(int exit, String out, String err) {

  static Ran command(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = CommandLineFactory.create(Ansi.OFF);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return new Ran(line.execute(args), out.toString(), err.toString());
  }
}
