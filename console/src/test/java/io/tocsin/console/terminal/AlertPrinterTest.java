package io.tocsin.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertStatus;
import io.tocsin.engine.alert.Explanation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class AlertPrinterTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void printsOneLine() {
    new AlertPrinter(out, Ansi.OFF, ZoneOffset.UTC)
        .print(alert("c1", AlertStatus.RAISED, "5 payments on card c1 within a minute"));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "2023-11-14 22:13:20 alert raised  Payment burst  c1  5 payments on card c1 within a minute\n");
  }

  @Test
  void printsFieldsWhereThereIsNoTextAndNeverASecondLine() {
    AlertPrinter printer = new AlertPrinter(out, Ansi.OFF, ZoneOffset.UTC);
    assertThat(printer.line(alert("a\nalert raised", AlertStatus.OPEN, null)))
        .isEqualTo(
            "2023-11-14 22:13:20 alert open  Payment burst  a\\u000aalert raised  {count=5}");
    assertThat(printer.line(alert(null, AlertStatus.RESOLVED, "over")))
        .endsWith("alert resolved  Payment burst  -  over");
  }

  @Test
  void coloursTheStatusOnATerminal() {
    assertThat(
            new AlertPrinter(out, Ansi.ON, ZoneOffset.UTC)
                .line(alert("c1", AlertStatus.RAISED, "text")))
        .contains("\u001b[31malert raised\u001b[0m");
  }

  private static Alert alert(Object key, AlertStatus status, String text) {
    return new Alert(
        "id",
        1,
        "payment-burst",
        "1.0.0",
        "Payment burst",
        key,
        status,
        "high",
        1_700_000_000_000L,
        Map.of("count", 5),
        text,
        Map.of(),
        new Explanation(Map.of(), List.of(), null, null, null, null, 5, List.of(), List.of()));
  }
}
