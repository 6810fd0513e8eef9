package io.tocsin.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
  private static final EventType PAYMENT =
      new EventType(
          "Payment",
          true,
          List.of(
              new Field("card", FieldKind.STRING, false),
              new Field("amount", FieldKind.DOUBLE, true),
              new Field("ok", FieldKind.BOOLEAN, false)),
          "at",
          null,
          OptionalLong.empty());

  @Test
  void aCellBecomesWhatItsFieldIsDeclaredAs() {
    assertThat(json("at,card,amount,ok", "1767225600000,42,300.5,true"))
        .isEqualTo("{\"at\":1767225600000,\"card\":\"42\",\"amount\":300.5,\"ok\":true}");
    assertThat(json("at,card,amount,ok", "2026-01-01T00:00:00Z,true,much,maybe"))
        .isEqualTo(
            "{\"at\":\"2026-01-01T00:00:00Z\",\"card\":\"true\",\"amount\":\"much\",\"ok\":\"maybe\"}");
  }

  @Test
  void anEmptyCellIsNullAndTwoQuotesAreTheEmptyText() {
    assertThat(json("card,amount", ",")).isEqualTo("{\"card\":null,\"amount\":null}");
    assertThat(json("card,amount", "\"\",1")).isEqualTo("{\"card\":\"\",\"amount\":1}");
  }

  @Test
  void quotesProtectCommasAndThemselves() {
    assertThat(json("\uFEFF\"card\",amount", "\"a,\"\"b\"\"\",1"))
        .isEqualTo("{\"card\":\"a,\\\"b\\\"\",\"amount\":1}");
  }

  @Test
  void aRowWithAnotherNumberOfCellsIsLeftToTheDecoderAsItIs() {
    assertThat(json("card,amount", "a,1,2")).isEqualTo("a,1,2");
    assertThat(json("card,amount", "")).isEqualTo("");
  }

  @Test
  void numbersThatJsonDoesNotKnowStayTexts() {
    assertThat(json("amount,other", "007,+5")).isEqualTo("{\"amount\":\"007\",\"other\":\"+5\"}");
  }

  private static String json(String header, String row) {
    CsvRows rows = new CsvRows(source(), List.of(PAYMENT), header.getBytes(StandardCharsets.UTF_8));
    return new String(rows.toJson(row.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  static Source source() {
    return new Source(
        "payments",
        "Payment",
        null,
        "at",
        Duration.ofSeconds(1),
        Duration.ofMinutes(10),
        Duration.ofSeconds(2),
        new Source.Start.Latest(),
        Source.Clock.WALL,
        Source.Format.JSON,
        Map.of());
  }
}
