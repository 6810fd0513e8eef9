package io.tocsin.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.console.terminal.Terminal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandLineTest {

  @Test
  void badArgumentsEndWith2AndAWayOut() {
    Ran ran = Ran.command("versoin");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .contains("versoin", "version", "Maybe see: tocsin --help")
        .doesNotContain("\tat ");
    assertThat(Ran.command().exit()).isEqualTo(2);
    assertThat(Ran.command("version", "--jsno").exit()).isEqualTo(2);
    assertThat(Ran.command("version", "--jsno").err()).contains("--json");
  }

  @Test
  void everyVerbHasHelpWithAnExample() {
    assertThat(Ran.command("--help").out()).contains("Exit codes", "version", "tocsin dev");
    CommandLine line = CommandLineFactory.create(Ansi.OFF);
    for (String verb : line.getSubcommands().keySet()) {
      Ran help = Ran.command(verb, "--help");
      assertThat(help.exit()).isZero();
      assertThat(help.out()).contains("tocsin " + verb, "Example");
    }
  }

  @Test
  void versionIsForPeopleAndPrograms() {
    assertThat(Ran.command("version").out()).startsWith("tocsin ").contains("java ");
    assertThat(Ran.command("version", "--json").out())
        .startsWith("{\"tocsin\":")
        .contains("\"java\":");
    assertThat(Ran.command("--version").exit()).isZero();
  }

  @Test
  void coloursOnlyOnATerminalThatWantsThem() {
    assertThat(Terminal.ansi(Map.of(), true)).isEqualTo(Ansi.ON);
    assertThat(Terminal.ansi(Map.of(), false)).isEqualTo(Ansi.OFF);
    assertThat(Terminal.ansi(Map.of("NO_COLOR", "1"), true)).isEqualTo(Ansi.OFF);
    assertThat(Terminal.ansi(Map.of("TERM", "dumb"), true)).isEqualTo(Ansi.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\u001b[31mred", "\u202eright to left", "bell\u0007"})
  void whatComesFromOutsideCannotDriveTheTerminal(String text) {
    assertThat(Terminal.printable(text)).contains("\\u").matches("\\p{Print}*");
    assertThat(Terminal.printable("Zürich 東京 🔔")).isEqualTo("Zürich 東京 🔔");
  }
}
