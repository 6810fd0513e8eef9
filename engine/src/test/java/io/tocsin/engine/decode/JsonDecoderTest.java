package io.tocsin.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.analysis.DeclaredTypes;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.DrlFile;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.spi.EventDecoder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDecoderTest {
  private static final long CLOCK = 1_700_000_000_000L;
  private static final SourcePosition HERE = SourcePosition.of(0, 0, 7);
  private static final String DRL =
      """
      package t
      declare E @role(event)
        s : String
        b : boolean
        i : int
        l : long
        f : float
        d : double
        m : BigDecimal
        list : List
        map : Map
        any : Object
        ts : long
      end
      declare Boxed @role(event)
        s : String
        b : Boolean
        i : Integer
        l : Long
        f : Float
        d : Double
      end
      declare Row
        id : long
        name : String
      end
      """;

  private static Pack pack(String source) {
    return PackLoader.parse(
        "name: t\nversion: 1\nsources: [" + source + "]", List.of(new DrlFile("t.drl", DRL)));
  }

  private static Decoded decode(String source, String json) {
    Pack pack = pack(source);
    EventDecoder decoder = Decoders.of(pack.sources().get(0), 0, DeclaredTypes.of(pack));
    byte[] bytes = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
    return decoder.decode(bytes, HERE, CLOCK);
  }

  private static Event accepted(String source, String json) {
    Decoded decoded = decode(source, json);
    assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
    return ((Decoded.Accepted) decoded).event();
  }

  private static Decoded.Rejected rejected(String source, String json) {
    Decoded decoded = decode(source, json);
    assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    return (Decoded.Rejected) decoded;
  }

  private static final String BOXED = "{topic: t, type: Boxed, time: ts}";
  private static final String ALL = "{topic: t, type: E, time: ts}";

  @Test
  void readsEveryKind() {
    Event event =
        accepted(
            ALL,
            """
            {"unknown":{"x":[1,{"y":2}]},"s":"\\u00e9","b":true,"i":-5,"l":9007199254740993,"f":1.5,"d":2,
             "m":12.340,"list":[1,2.5,"x",null,[true],{"k":1}],"map":{"b":1,"a":{"c":null}},"any":"z","ts":1699999999999}
            """);
    Map<String, Object> deep = new HashMap<>();
    deep.put("c", null);
    assertThat(event.values())
        .containsExactly(
            "é",
            true,
            -5,
            9007199254740993L,
            1.5f,
            2.0,
            new BigDecimal("12.340"),
            Arrays.asList(1L, 2.5, "x", null, List.of(true), Map.of("k", 1L)),
            Map.of("b", 1L, "a", deep),
            "z",
            1699999999999L);
    assertThat(event.time()).isEqualTo(1699999999999L);
    assertThat(event.position()).isEqualTo(HERE);
    assertThat(event.type().name()).isEqualTo("E");
  }

  @Test
  void absentAndNullFieldsAreNull() {
    Event event = accepted(BOXED, "{\"ts\":5,\"s\":null,\"i\":null}");
    assertThat(event.values()).containsOnlyNulls();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"ts\":1,\"l\":5.0} | 5",
        "{\"ts\":1,\"l\":5e3} | 5000",
        "{\"ts\":1,\"l\":1,\"l\":2} | 2",
        "{\"ts\":1,\"l\":9223372036854775807} | 9223372036854775807",
      })
  void wholeNumbersMayBeWrittenInOtherWays(String json, long expected) {
    assertThat(accepted(BOXED, json).value(3)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"ts\":1,\"l\":5.5} | WRONG_TYPE",
        "{\"ts\":1,\"l\":\"5\"} | WRONG_TYPE",
        "{\"ts\":1,\"l\":9223372036854775808} | WRONG_TYPE",
        "{\"ts\":1,\"l\":1e300} | WRONG_TYPE",
        "{\"ts\":1,\"l\":1e999999999} | WRONG_TYPE",
        "{\"ts\":1,\"l\":1e99999999999999} | WRONG_TYPE",
        "{\"ts\":1,\"l\":true} | WRONG_TYPE",
        "{\"ts\":1,\"l\":[1,[2]]} | WRONG_TYPE",
        "{\"ts\":1,\"i\":2147483648} | WRONG_TYPE",
        "{\"ts\":1,\"f\":1e39} | WRONG_TYPE",
        "{\"ts\":1,\"d\":1e400} | WRONG_TYPE",
        "{\"ts\":1,\"d\":\"1\"} | WRONG_TYPE",
        "{\"ts\":1,\"s\":1} | WRONG_TYPE",
        "{\"ts\":1,\"s\":{\"a\":{}}} | WRONG_TYPE",
        "{\"ts\":1,\"b\":1} | WRONG_TYPE",
        "{\"ts\":1,\"b\":\"true\"} | WRONG_TYPE",
        "{\"ts\":1,\"l\":1,\"l\":\"x\"} | WRONG_TYPE",
        "{} | MISSING_TIME",
        "{\"ts\":null} | MISSING_TIME",
        "{\"ts\":\"yesterday\"} | BAD_TIME",
        "{\"ts\":\"1700000000000\"} | BAD_TIME",
        "{\"ts\":true} | BAD_TIME",
        "{\"ts\":[1]} | BAD_TIME",
        "{\"ts\":1.5} | BAD_TIME",
        "{\"ts\":0} | TIME_NOT_POSITIVE",
        "{\"ts\":-1} | TIME_NOT_POSITIVE",
        "{\"ts\":-9223372036854775809} | TIME_NOT_POSITIVE",
        "{\"ts\":\"1969-12-31T23:59:59Z\"} | TIME_NOT_POSITIVE",
        "{\"ts\":1700000000000000} | TIME_UNIT",
        "{\"ts\":1700000000000000000} | TIME_UNIT",
        "{\"ts\":1.7e18} | TIME_UNIT",
        "{\"ts\":9223372036854775807} | TIME_UNIT",
        "{\"ts\":92233720368547758070} | TIME_UNIT",
        "{\"ts\":1700000600001} | TOO_FAR_AHEAD",
        "{\"ts\":1700003600000} | TOO_FAR_AHEAD",
        "`` | MALFORMED",
        "`  ` | MALFORMED",
        "not json | MALFORMED",
        "{\"ts\":1 | MALFORMED",
        "{\"ts\":1}x | MALFORMED",
        "{\"ts\":1}{\"ts\":2} | MALFORMED",
        "{'ts':1} | MALFORMED",
        "{\"ts\":NaN} | MALFORMED",
        "{\"ts\":01} | MALFORMED",
        "{\"ts\":1,\"x\":{]} | MALFORMED",
        "null | NOT_AN_OBJECT",
        "[{\"ts\":1}] | NOT_AN_OBJECT",
        "\"x\" | NOT_AN_OBJECT",
        "17 | NOT_AN_OBJECT",
        "true | NOT_AN_OBJECT",
      })
  void rejectsWithTheReason(String json, RejectReason reason) {
    Decoded.Rejected rejected = rejected(BOXED, json);
    assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason);
    assertThat(rejected.detail()).endsWith(reason == RejectReason.MALFORMED ? "" : ".");
  }

  @Test
  void rejectsWhatIsTooLargeTooDeepOrAbsent() {
    String large = "{\"ts\":1,\"s\":\"" + "x".repeat(2_000_000) + "\"}";
    assertThat(rejected(BOXED, large).reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(rejected(BOXED, null).reason()).isEqualTo(RejectReason.MALFORMED);
    for (int depth : new int[] {32, 300, 40_000}) {
      String deep = "{\"ts\":1,\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      assertThat(rejected(BOXED, deep).reason()).isEqualTo(RejectReason.TOO_DEEP);
      String deepAny =
          "{\"ts\":1,\"any\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}";
      assertThat(rejected(ALL, deepAny).reason()).isEqualTo(RejectReason.TOO_DEEP);
    }
    String allowed = "{\"ts\":1,\"x\":" + "[".repeat(31) + "]".repeat(31) + "}";
    assertThat(accepted(BOXED, allowed).time()).isEqualTo(1);
  }

  @Test
  void primitiveFieldsMustBeThere() {
    String all = "{\"ts\":1,\"i\":1,\"l\":1,\"f\":1,\"d\":1%s}";
    assertThat(rejected(ALL, all.formatted("")).reason()).isEqualTo(RejectReason.MISSING_FIELD);
    assertThat(rejected(ALL, all.formatted(",\"b\":null")).detail()).contains("[b]");
    assertThat(accepted(ALL, all.formatted(",\"b\":false")).value(1)).isEqualTo(false);
  }

  @Test
  void aRejectionHasTheTimeEvenWhereItComesLater() {
    assertThat(rejected(BOXED, "{\"l\":\"x\",\"ts\":1234}").time()).isEqualTo(1234L);
    assertThat(rejected(BOXED, "{\"ts\":1700003600000}").time()).isEqualTo(1_700_003_600_000L);
    assertThat(rejected(BOXED, "{\"ts\":-5}").time()).isNull();
    assertThat(rejected(BOXED, "{\"l\":\"x\",\"ts\":\"?\"}").reason())
        .isEqualTo(RejectReason.WRONG_TYPE);
  }

  @ParameterizedTest
  @CsvSource({
    "1.6e12, 1600000000000",
    "'\"2020-09-13T12:26:40Z\"', 1600000000000",
    "'\"2020-09-13T12:26:40.123Z\"', 1600000000123",
    "'\"2020-09-13T12:26:40.123999Z\"', 1600000000123",
    "'\"2020-09-13T12:26:40\"', 1600000000000",
    "'\"2020-09-13 12:26:40\"', 1600000000000",
    "'\"2020-09-13T14:26:40+02:00\"', 1600000000000",
    "'\"2020-09-13T14:26:40+0200\"', 1600000000000",
    "'\"2020-09-13T14:26:40+02\"', 1600000000000",
    "'\"2020-09-13T14:26:40+02:00[Europe/Berlin]\"', 1600000000000",
    "'\"2020-09-13T12:26Z\"', 1599999960000",
    "'\"2020-02-29\"', 1582934400000",
    "1700000600000, 1700000600000",
  })
  void readsTimesInManyForms(String written, long expected) {
    Event event =
        accepted(ALL, "{\"i\":1,\"l\":1,\"f\":1,\"d\":1,\"b\":true,\"ts\":" + written + "}");
    assertThat(event.time()).isEqualTo(expected);
    assertThat(event.value(10)).isEqualTo(expected);
  }

  @Test
  void severalTypesOnOneTopic() {
    String source = "{topic: t, type-field: kind, time: ts}";
    assertThat(accepted(source, "{\"ts\":1,\"x\":{},\"kind\":\"Boxed\",\"l\":3}").value(3))
        .isEqualTo(3L);
    assertThat(rejected(source, "{\"ts\":1}").reason()).isEqualTo(RejectReason.UNKNOWN_TYPE);
    assertThat(rejected(source, "{\"ts\":1,\"kind\":5}").reason())
        .isEqualTo(RejectReason.UNKNOWN_TYPE);
    assertThat(rejected(source, "{\"ts\":1,\"kind\":\"Row\"}").reason())
        .isEqualTo(RejectReason.UNKNOWN_TYPE);
    assertThat(rejected(source, "[]").reason()).isEqualTo(RejectReason.NOT_AN_OBJECT);
    assertThat(rejected(source, "{\"kind\"").reason()).isEqualTo(RejectReason.MALFORMED);
    assertThat(rejected(source, "{\"x\":" + "[".repeat(50)).reason())
        .isEqualTo(RejectReason.TOO_DEEP);
  }

  @Test
  void mapsFieldsFromPathsAndExpressions() {
    String source =
        "{topic: t, type: Boxed, time: ts, map: {s: a.b, l: 'a.n * 2 + 1', d: 'a.n / 4.0', i: -a.n,"
            + " b: 'true', f: 'a.`odd-name`', ts: 'micros / 1000'}}";
    Event event =
        accepted(
            source,
            "{\"a\":{\"b\":\"x\",\"n\":5,\"odd-name\":1.5},\"micros\":1600000000123456,\"l\":99}");
    assertThat(event.values()).containsExactly("x", true, -5, 11L, 1.5f, 1.25);
    assertThat(event.time()).isEqualTo(1_600_000_000_123L);
    assertThat(accepted(source, "{\"micros\":1000,\"a\":7}").values())
        .containsExactly(null, true, null, null, null, null);
    assertThat(rejected(source, "{\"micros\":1000,\"a\":{\"n\":\"five\"}}").reason())
        .isEqualTo(RejectReason.MAPPING_FAILED);
    assertThat(rejected(source, "{\"micros\":1000,\"a\":{\"n\":9223372036854775807}}").reason())
        .isEqualTo(RejectReason.WRONG_TYPE);
    String overflow = "{topic: t, type: Boxed, time: ts, map: {l: n * 2}}";
    assertThat(rejected(overflow, "{\"ts\":1,\"n\":9223372036854775807}").reason())
        .isEqualTo(RejectReason.MAPPING_FAILED);
    assertThat(rejected(source, "{\"micros\":\"x\"}").reason())
        .isEqualTo(RejectReason.MAPPING_FAILED);
    assertThat(rejected(source, "{}").reason()).isEqualTo(RejectReason.MISSING_TIME);
  }

  @Test
  void oneValueMayGoToSeveralPlaces() {
    String source =
        "{topic: t, type: Boxed, time: header.at, map: {s: header.id, l: header.at, i: 'header.n', d: header.n}}";
    Event event = accepted(source, "{\"header\":{\"at\":1600000000000,\"id\":\"q\",\"n\":3}}");
    assertThat(event.values()).containsExactly("q", null, 3, 1_600_000_000_000L, null, 3.0);
    assertThat(event.time()).isEqualTo(1_600_000_000_000L);
  }

  @Test
  void anObjectMayBeAFieldAndHoldOthers() {
    String source =
        "{topic: t, type: E, time: ts, map: {map: o, s: o.s, l: o.l, i: o.l, f: o.l, d: o.l, b: 'o.x.b', ts: o.ts}}";
    Event event =
        accepted(
            source,
            "{\"o\":{\"s\":\"q\",\"l\":3,\"x\":{\"b\":true},\"ts\":\"2020-09-13T12:26:40Z\"}}");
    assertThat(event.value(0)).isEqualTo("q");
    assertThat(event.value(1)).isEqualTo(true);
    assertThat(event.value(2)).isEqualTo(3);
    assertThat(event.value(8)).isInstanceOf(Map.class);
    assertThat(event.time()).isEqualTo(1_600_000_000_000L);
    assertThat(event.value(10)).isEqualTo(1_600_000_000_000L);
  }

  @Test
  void aTimeNameThatIsNoPathIsTakenAsItIs() {
    assertThat(accepted("{topic: t, type: Boxed, time: '@timestamp'}", "{\"@timestamp\":3}").time())
        .isEqualTo(3);
    assertThat(accepted("{topic: t, type: Boxed, time: event-time}", "{\"event-time\":3}").time())
        .isEqualTo(3);
  }

  @Test
  void rowsHaveTheTimeOfTheirRecord() {
    Pack pack = pack(BOXED);
    RowDecoder rows = Decoders.rows(new Table("rows", "Row", "id"), DeclaredTypes.of(pack));
    Event row = ((Decoded.Accepted) rows.row(bytes("{\"id\":4,\"name\":\"n\"}"), HERE, 77)).event();
    assertThat(row.time()).isEqualTo(77);
    assertThat(row.values()).containsExactly(4L, "n");
    assertThat(((Decoded.Rejected) rows.row(bytes("{\"name\":\"n\"}"), HERE, 77)).reason())
        .isEqualTo(RejectReason.MISSING_FIELD);
    Event deleted = ((Decoded.Accepted) rows.deletion(bytes("4"), HERE, 78)).event();
    assertThat(deleted.values()).containsExactly(4L, null);
    assertThat(((Decoded.Rejected) rows.deletion(bytes("x"), HERE, 78)).reason())
        .isEqualTo(RejectReason.WRONG_TYPE);
  }

  @Test
  void refusesWhatThePackDoesNotDeclare() {
    Pack pack = pack("{topic: t, type: Nope, time: ts}");
    assertThatThrownBy(() -> Decoders.of(pack.sources().get(0), 0, DeclaredTypes.of(pack)))
        .hasMessageContaining("[Nope]");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
