package io.tocsin.console.terminal;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Decides whether a person at a terminal reads what we print. */
public final class Terminal {

  private Terminal() {}

  /** Colours only on a terminal, and never where {@code NO_COLOR} is set to anything. */
  public static Ansi ansi() {
    return ansi(System.getenv(), isTerminal(System.console()));
  }

  public static Ansi ansi(Map<String, String> environment, boolean terminal) {
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || "dumb".equals(environment.get("TERM"));
    return terminal && !plain ? Ansi.ON : Ansi.OFF;
  }

  /** Since JDK 22 there is a console without a terminal too, and only the console itself knows. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  /**
   * The text with every control character as an escape, because keys and texts come from outside
   * and must neither break a line nor drive the terminal.
   */
  public static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append("\\u%04x".formatted(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
