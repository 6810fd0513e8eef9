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
            "alert raised  Payment burst  c1  5 payments on card c1 within a minute  2023-11-14 22:13:20\n");
  }

  @Test
  void printsFieldsWhereThereIsNoTextAndNeverASecondLine() {
    AlertPrinter printer = new AlertPrinter(out, Ansi.OFF, ZoneOffset.UTC);
    assertThat(printer.line(alert("a\nalert raised", AlertStatus.OPEN, null)))
        .isEqualTo(
            "alert open  Payment burst  a\\u000aalert raised  {count=5}  2023-11-14 22:13:20");
    assertThat(printer.line(alert(null, AlertStatus.RESOLVED, "over")))
        .startsWith("alert resolved  Payment burst  -  over  2");
  }

  @Test
  void coloursOnATerminalAndKeepsTheOrder() {
    Alert alert = alert("c1", AlertStatus.RAISED, "text");
    String coloured = new AlertPrinter(out, Ansi.ON, ZoneOffset.UTC).line(alert);
    assertThat(coloured).startsWith("\u001b[31malert raised\u001b[0m  ");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", ""))
        .isEqualTo(new AlertPrinter(out, Ansi.OFF, ZoneOffset.UTC).line(alert));
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
        new Explanation(Map.of(), List.of(), null, null, null, null, 5, List.of(), List.of(), 0));
  }
}
