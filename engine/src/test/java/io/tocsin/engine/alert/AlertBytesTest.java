package io.tocsin.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.event.Positions;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Alerts are written as Jackson's generator writes them, to the byte. */
class AlertBytesTest {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private static String ours(Object value) {
    JsonBytes json = new JsonBytes();
    json.value(value);
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }

  private static String byJackson(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      write(value, json);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void write(Object value, JsonGenerator json) {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Float real) {
      json.writeNumber(real);
    } else if (value instanceof Double real) {
      json.writeNumber(real);
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof BigInteger whole) {
      json.writeNumber(whole);
    } else if (value instanceof Number whole) {
      json.writeNumber(whole.longValue());
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      map.forEach(
          (name, element) -> {
            json.writeName(String.valueOf(name));
            write(element, json);
          });
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      list.forEach(element -> write(element, json));
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }

  private static void areTheSame(Object value) {
    assertThat(ours(value)).isEqualTo(byJackson(value));
  }

  @Test
  void everyCharacter() {
    for (int from = 0; from < Character.MAX_VALUE; from += 256) {
      StringBuilder text = new StringBuilder("plain ");
      for (int c = from; c < from + 256; c++) {
        if (!Character.isSurrogate((char) c)) {
          text.append((char) c);
        }
      }
      areTheSame(text.toString());
    }
    for (int point = 0x10000; point <= Character.MAX_CODE_POINT; point += 257) {
      areTheSame("a" + Character.toString(point) + "b");
    }
  }

  @Test
  void halfOfASurrogatePairIsAQuestionMark() {
    assertThat(ours("a\uD83D")).isEqualTo("\"a?\"");
    assertThat(ours("\uDD14b")).isEqualTo("\"?b\"");
    assertThat(ours("\uD83D\uD83D\uDD14")).isEqualTo("\"?\uD83D\uDD14\"");
  }

  @Test
  void positionsAreTheirTexts() {
    areTheSame(Positions.NONE);
    areTheSame(
        new Positions.Builder(1)
            .add(0, 0, 0, 0)
            .add(2, 117, Long.MAX_VALUE, 0)
            .add(Integer.MAX_VALUE, 3, 1, Integer.MAX_VALUE)
            .add(1, 1, 1, 0)
            .build());
  }

  @Test
  void everyKindOfNumber() {
    List<Object> numbers =
        new ArrayList<>(
            List.of(
                0L,
                -1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Integer.MIN_VALUE,
                (short) -7,
                (byte) 8,
                0.0,
                -0.0,
                2.0E-3,
                1e21,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                2.2250738585072014E-308,
                2e23,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                1.1f,
                Float.NaN,
                Float.MIN_VALUE,
                Float.NEGATIVE_INFINITY));
    numbers.addAll(
        List.of(
            new BigDecimal("12.50"),
            new BigDecimal("1E+900"),
            new BigDecimal("-0.000000000001"),
            new BigInteger("9".repeat(60))));
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      numbers.add(Double.longBitsToDouble(random.nextLong()));
      numbers.add(Float.intBitsToFloat(random.nextInt()));
      numbers.add(random.nextLong() >> random.nextInt(64));
      numbers.add(Math.round(random.nextDouble() * 1e6) / 100.0);
    }
    numbers.forEach(AlertBytesTest::areTheSame);
  }

  @Test
  void listsAndMapsInEachOther() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("a \"b\"", Arrays.asList(1, null, true, List.of(), Map.of()));
    map.put(7, Map.of("x", StandardCharsets.UTF_8));
    map.put(null, "none");
    areTheSame(map);
    areTheSame(List.of(map, map));
    areTheSame(Map.of());
  }

  @Test
  void longTextsGrowAndAreNotInTheNextLine() {
    areTheSame("x".repeat(300_000));
    areTheSame("ü\n".repeat(100_000));
    JsonBytes json = new JsonBytes();
    json.value("ü".repeat(100_000));
    json.clear();
    json.value("short");
    assertThat(json.toByteArray()).asString().isEqualTo("\"short\"");
  }

  @Test
  void aListInItselfIsRefusedAndTheNextLineIsWhole() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    JsonBytes json = new JsonBytes();
    assertThatThrownBy(() -> json.value(endless))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1000] levels");
    json.clear();
    json.value(List.of(1));
    assertThat(json.toByteArray()).asString().isEqualTo("[1]");
  }

  @Test
  void textsAreFilledAndPlacesAreKnownAgain() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("a", 1.23456);
    fields.put("b", null);
    for (int i = 0; i < 2; i++) {
      assertThat(AlertText.fill("@{a}@{ b } of @{key} by @{rule} @{c} $1 \\ @{", "r", 7L, fields))
          .isEqualTo("1.235null of 7 by r @{c} $1 \\ @{");
      assertThat(AlertText.fill("", "r", 7L, fields)).isEmpty();
    }
  }
}
