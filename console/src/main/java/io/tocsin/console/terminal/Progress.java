package io.tocsin.console.terminal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;

/** Tells what a start does and how long each step took, on standard error. */
public final class Progress {

  private final PrintStream err;
  private final Ansi ansi;

  public Progress(PrintStream err, Ansi ansi) {
    this.err = err;
    this.ansi = ansi;
  }

  /** Does the step and prints {@code broker started in 1.9 s}. */
  public <T> T step(String done, Supplier<T> work) {
    long began = System.nanoTime();
    T result = work.get();
    double seconds = (System.nanoTime() - began) / 1e9;
    say(String.format(Locale.ROOT, "%s in %.1f s", done, seconds));
    return result;
  }

  /** Prints one line. */
  public void say(String line) {
    err.println(ansi.enabled() ? "\u001b[2mtocsin:\u001b[0m " + line : "tocsin: " + line);
    err.flush();
  }

  /** Prints one line that a person should not miss. */
  public void warn(String line) {
    err.println(ansi.enabled() ? "\u001b[33mtocsin: " + line + "\u001b[0m" : "tocsin: " + line);
    err.flush();
  }
}
