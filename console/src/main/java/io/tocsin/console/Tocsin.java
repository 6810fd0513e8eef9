package io.tocsin.console;

import io.tocsin.console.cli.CommandLineFactory;
import io.tocsin.console.terminal.Terminal;

/** The main class of the jar. */
public final class Tocsin {

  private Tocsin() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(CommandLineFactory.create(Terminal.ansi()).execute(args));
  }
}
