package io.tocsin.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.analysis.DeclaredTypes;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDecoderTest {
  private static final String DRL =
      """
      package t
      declare Payment @role(event)
        card : String
        amount : double
        count : Integer
        ok : Boolean
        price : BigDecimal
        any : Object
        at : long
      end
      declare Order @role(event)
        id : String
        at : long
      end
      """;
  private static final String ONE = "{topic: t, type: Payment, time: at, format: csv}";
  private static final String HEADER = "at,card,amount,count,ok,price,any,unused";

  private static Decoded decode(String source, String header, byte[] row) {
    Pack pack =
        PackLoader.parse(
            "name: t\nversion: 1\nsources: [" + source + "]", List.of(new DrlFile("t.drl", DRL)));
    return Decoders.csv(pack.sources().get(0), DeclaredTypes.of(pack), header)
        .decode(row, SourcePosition.of(0, 0, 0), 1_700_000_000_000L);
  }

  private static List<Object> values(String source, String header, String row) {
    Decoded decoded = decode(source, header, row.getBytes(StandardCharsets.UTF_8));
    assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
    return Arrays.asList(((Decoded.Accepted) decoded).event().values());
  }

  private static RejectReason reason(String source, String header, String row) {
    Decoded decoded = decode(source, header, row.getBytes(StandardCharsets.UTF_8));
    assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    return ((Decoded.Rejected) decoded).reason();
  }

  @Test
  void aCellBecomesWhatItsFieldIsDeclaredAs() {
    assertThat(values(ONE, HEADER, "1600000000000,42,300.5,7,true,1.10,2.5,x"))
        .containsExactly("42", 300.5, 7, true, new BigDecimal("1.10"), 2.5, 1_600_000_000_000L);
    assertThat(values(ONE, HEADER, "2020-09-13T12:26:40Z,true,1e2,,,,,"))
        .containsExactly("true", 100.0, null, null, null, null, 1_600_000_000_000L);
    assertThat(values(ONE, HEADER, "1.6e12,é,0,,,,-3,")).endsWith(-3L, 1_600_000_000_000L);
  }

  @Test
  void quotesProtectCommasAndThemselves() {
    assertThat(values(ONE, "\uFEFF\"at\",card,amount", "1,\"a,\"\"b\"\"\",1"))
        .startsWith("a,\"b\"");
    assertThat(values(ONE, "at,card,amount", "1,\"\",1")).startsWith("");
    assertThat(values(ONE, "at,card,amount\r", "1,,1").get(0)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,a,much|WRONG_TYPE",
        "1,a,007|WRONG_TYPE",
        "1,a,+5|WRONG_TYPE",
        "1,a,|MISSING_FIELD",
        ",a,1|MISSING_TIME",
        "soon,a,1|BAD_TIME",
        "1.5,a,1|BAD_TIME",
        "0,a,1|TIME_NOT_POSITIVE",
        "-5,a,1|TIME_NOT_POSITIVE",
        "1700000000000000,a,1|TIME_UNIT",
        "92233720368547758070,a,1|TIME_UNIT",
        "1700000600001,a,1|TOO_FAR_AHEAD",
        "1,a|MALFORMED",
        "1,a,2,3|MALFORMED",
        "1,\"a,2|MALFORMED",
        "' '|MALFORMED",
      })
  void rejectsWithTheReason(String row, RejectReason reason) {
    assertThat(reason(ONE, "at,card,amount", row)).isEqualTo(reason);
  }

  @Test
  void rejectsWhatIsNoTextOrTooLarge() {
    assertThat(((Decoded.Rejected) decode(ONE, HEADER, new byte[] {(byte) 0xC3, 0x28})).reason())
        .isEqualTo(RejectReason.MALFORMED);
    assertThat(((Decoded.Rejected) decode(ONE, HEADER, null)).reason())
        .isEqualTo(RejectReason.MALFORMED);
    assertThat(reason(ONE, HEADER, "x".repeat(300_000))).isEqualTo(RejectReason.TOO_LARGE);
  }

  @Test
  void severalTypesInOneFile() {
    String source = "{topic: t, type-field: kind, time: at, format: csv}";
    assertThat(values(source, "kind,at,id", "Order,5,x")).containsExactly("x", 5L);
    assertThat(reason(source, "kind,at,id", "Nope,5,x")).isEqualTo(RejectReason.UNKNOWN_TYPE);
    assertThat(reason(source, "kind,at,id", ",5,x")).isEqualTo(RejectReason.UNKNOWN_TYPE);
    assertThat(reason(source, "at,id", "5,x")).isEqualTo(RejectReason.UNKNOWN_TYPE);
  }

  @Test
  void mappingsReadColumns() {
    String source =
        "{topic: t, type: Payment, time: at, format: csv,"
            + " map: {card: card.number, amount: cents / 100.0}}";
    assertThat(values(source, "at,card.number,cents", "5,x,250")).startsWith("x", 2.5);
  }

  @Test
  void refusesAHeaderThatIsNone() {
    assertThatThrownBy(() -> decode(ONE, " ", new byte[0])).hasMessageContaining("header");
    assertThatThrownBy(() -> decode(ONE, "a,\"b", new byte[0])).hasMessageContaining("header");
  }
}
