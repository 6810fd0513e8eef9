package io.tocsin.engine.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record means the same, or is wrong for the same reason, with the scan and without it. */
class RecordScanTest {
  private static final String ALL = "{topic: t, type: E, time: ts}";
  private static final String MAPPED =
      "{topic: t, type: E, time: head.at, map: {s: a.b.s, l: a.n, d: 'a.n * 2', i: i, any: head.at,"
          + " ts: head.at}}";
  private static final String NAMED = "{topic: t, type-field: kind, time: ts}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " \t\r\n{ \"s\" : \"x\" , \"ts\" : 5 } \n",
        "{\"ts\":1,\"s\":\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\te\"}",
        "{\"ts\":1,\"s\":\"\\u00e9\\uD83D\\uDD14\\ud83d x\\uDD14\"}",
        "{\"ts\":1,\"s\":\"é€\uD83D\uDD14 \\u0041ü\"}",
        "{\"ts\":1,\"s\":\"\\u00g9\"}",
        "{\"ts\":1,\"s\":\"\\u00\"}",
        "{\"ts\":1,\"s\":\"\\x\"}",
        "{\"ts\":1,\"s\":\"a\nb\"}",
        "{\"ts\":1,\"s\":\"a\tb\"}",
        "{\"ts\":1,\"s\":\"open}",
        "{\"ts\":1,\"s\":\"open\\",
        "{\"ts\":1,\"t\\u0073\":2,\"\\u0073\":\"x\"}",
        "{\"ts\":1,\"ts\":2,\"s\":\"a\",\"s\":\"b\",\"s\":null}",
        "{\"ts\":1,\"l\":\"x\",\"l\":2}",
        "{\"ts\":1,\"l\":2,\"l\":\"x\"}",
        "{\"ts\":\"2023-11-14T22:13:19Z\",\"s\":\"x\"}",
        "{\"ts\":\"yesterday\"}",
        "{\"ts\":1.0}",
        "{\"ts\":1e3}",
        "{\"ts\":1.5}",
        "{\"ts\":null}",
        "{\"ts\":true}",
        "{\"ts\":[1]}",
        "{\"ts\":{\"a\":1}}",
        "{\"ts\":-1}",
        "{\"ts\":0}",
        "{\"ts\":-0}",
        "{\"ts\":99999999999999999}",
        "{\"ts\":999999999999999999}",
        "{\"ts\":9223372036854775807}",
        "{\"ts\":9999999999999999999999}",
        "{\"ts\":01}",
        "{\"ts\":+1}",
        "{\"ts\":.5}",
        "{\"ts\":1.}",
        "{\"ts\":1e}",
        "{\"ts\":1e+}",
        "{\"ts\":-}",
        "{\"ts\":1a}",
        "{\"ts\":1 2}",
        "{\"ts\":1,}",
        "{\"ts\":1,,\"s\":\"x\"}",
        "{,\"ts\":1}",
        "{\"ts\" 1}",
        "{\"ts\"::1}",
        "{\"ts\":}",
        "{\"ts\":1}}",
        "{\"ts\":1} x",
        "{\"ts\":1}{\"ts\":2}",
        "{\"ts\":1,\"s\":x}",
        "{\"ts\":1,\"b\":tru}",
        "{\"ts\":1,\"b\":trueX}",
        "{\"ts\":1,\"b\":TRUE}",
        "{\"ts\":1,\"b\":falsefalse}",
        "{\"ts\":1,\"b\":nul}",
        "{\"ts\":1,\"b\":\"true\"}",
        "{\"ts\":1,\"b\":false,\"s\":null}",
        "{\"ts\":1,\"x\":NaN}",
        "{\"ts\":1,\"d\":NaN}",
        "{\"ts\":1,\"d\":-0.0}",
        "{\"ts\":1,\"d\":-0}",
        "{\"ts\":1,\"d\":0e999}",
        "{\"ts\":1,\"d\":1e400}",
        "{\"ts\":1,\"d\":1e-400}",
        "{\"ts\":1,\"d\":4.9e-324}",
        "{\"ts\":1,\"d\":1.7976931348623157e308}",
        "{\"ts\":1,\"d\":2.2250738585072011e-308}",
        "{\"ts\":1,\"d\":9007199254740993}",
        "{\"ts\":1,\"d\":9007199254740993.0}",
        "{\"ts\":1,\"d\":123456789012345678901234567890}",
        "{\"ts\":1,\"d\":0.1234567890123456789012345}",
        "{\"ts\":1,\"d\":1E+22,\"f\":1e23}",
        "{\"ts\":1,\"f\":3.5e38}",
        "{\"ts\":1,\"f\":16777217}",
        "{\"ts\":1,\"i\":2147483647}",
        "{\"ts\":1,\"i\":2147483648}",
        "{\"ts\":1,\"i\":-2147483648}",
        "{\"ts\":1,\"i\":5.0}",
        "{\"ts\":1,\"l\":999999999999999999,\"any\":9999999999999999999}",
        "{\"ts\":1,\"l\":1000000000000000000}",
        "{\"ts\":1,\"l\":-9223372036854775808}",
        "{\"ts\":1,\"l\":-9223372036854775809}",
        "{\"ts\":1,\"m\":12.340,\"any\":1.50}",
        "{\"ts\":1,\"m\":1e999}",
        "{\"ts\":1,\"m\":1e1001}",
        "{\"ts\":1,\"m\":1e99999999999}",
        "{\"ts\":1,\"m\":\"1\"}",
        "{\"ts\":1,\"any\":1e999,\"list\":null,\"map\":null}",
        "{\"ts\":1,\"any\":[1,2]}",
        "{\"ts\":1,\"any\":{\"a\":[{}]}}",
        "{\"ts\":1,\"list\":[1,\"a\",null]}",
        "{\"ts\":1,\"map\":{\"a\":1}}",
        "{\"ts\":1,\"s\":{\"a\":1}}",
        "{\"ts\":1,\"s\":[\"a\"]}",
        "{\"ts\":1,\"x\":[[],{},[{\"a\":[1,2,{\"b\":null}]}],\"\\u0041\\n\",-1.5e-7,true,false]}",
        "{\"ts\":1,\"x\":[1,]}",
        "{\"ts\":1,\"x\":[,1]}",
        "{\"ts\":1,\"x\":[1 2]}",
        "{\"ts\":1,\"x\":{\"a\"}}",
        "{\"ts\":1,\"x\":{\"a\":1,}}",
        "{\"ts\":1,\"x\":{1:2}}",
        "{\"ts\":1,\"x\":\"\\q\"}",
        "{\"ts\":1,\"x\":[}",
        "{\"ts\":1,\"x\":{]}",
        "{\"ts\":1,\"x\":/* c */1}",
        "{'ts':1}",
        "{ts:1}",
        "{\"ts\":1,\"ü\":1,\"s\":\"x\"}",
        "{\"ts\":1,\"\":1,\"s\":\"x\"}",
        "[]",
        "[{\"ts\":1}]",
        "\"{}\"",
        "null",
        "   ",
        "{",
        "{\"",
        "{\"ts",
        "{\"ts\"",
        "{\"ts\":",
        "{\"ts\":1",
        "{\"ts\":1,",
        "{\"kind\":\"E\",\"ts\":1,\"s\":\"x\"}",
        "{\"s\":\"x\",\"ts\":1,\"kind\":\"Other\"}",
        "{\"x\":[1,{\"kind\":\"E\"}],\"kind\":\"\\u0045\",\"ts\":1}",
        "{\"kind\":\"Other\",\"kind\":\"E\",\"ts\":1,\"s\":\"x\"}",
        "{\"kind\":5,\"ts\":1}",
        "{\"kind\":null,\"ts\":1}",
        "{\"kind\":\"Unknown\",\"ts\":1}",
        "{\"kind\":\"Other\",\"ts\":1",
        "{\"ts\":1,\"x\":tru,\"kind\":\"E\"}",
        "{\"a\":{\"b\":{\"s\":\"x\",\"t\":1},\"n\":4},\"head\":{\"at\":5},\"i\":3}",
        "{\"a\":{\"b\":7,\"n\":4.5},\"head\":{\"at\":5}}",
        "{\"a\":{\"b\":[1],\"n\":null},\"head\":{\"at\":\"2023-11-14T22:13:19Z\"}}",
        "{\"a\":5,\"head\":{\"at\":5}}",
        "{\"a\":[{\"n\":1}],\"head\":[5]}",
        "{\"a\":{\"n\":9223372036854775807},\"head\":{\"at\":9999999999999999999}}",
        "{\"a\":{\"n\":\"x\"},\"head\":{\"at\":5,\"at\":6}}",
      })
  void agreeOnWhatIsPlainRareOrWrong(String record) {
    for (String source : List.of(ALL, MAPPED, NAMED)) {
      TwoReadings.of(source).agree(record);
    }
  }

  @Test
  void agreeOnBytesThatAreNoUtf8() {
    TwoReadings both = TwoReadings.of(ALL);
    int[][] texts = {
      {0xC0, 0x80},
      {0xC1, 0xBF},
      {0xC3},
      {0xC3, 0x28},
      {0xE0, 0x80, 0x80},
      {0xE2, 0x82},
      {0xED, 0xA0, 0x80},
      {0xED, 0xBF, 0xBF},
      {0xED, 0x9F, 0xBF},
      {0xEF, 0xBF, 0xBF},
      {0xF0, 0x80, 0x80, 0x80},
      {0xF0, 0x9F, 0x94, 0x94},
      {0xF4, 0x90, 0x80, 0x80},
      {0xF5, 0x80, 0x80, 0x80},
      {0xFF},
      {0x80},
      {0x00},
      {0x1F},
      {0x7F},
      {0xC2, 0x80}
    };
    for (int[] text : texts) {
      for (String name : List.of("s", "x", "ts")) {
        for (String before : List.of("", "a", "\\n")) {
          both.agree(record("{\"" + name + "\":\"" + before, text, "\",\"ts\":1}"));
        }
      }
      both.agree(record("{\"a", text, "\":1,\"ts\":1}"));
      both.agree(record("", text, "{\"ts\":1}"));
      both.agree(record("{\"ts\":1}", text, ""));
      both.agree(record("{\"ts\":1", text, ",\"s\":\"x\"}"));
    }
    both.agree("\uFEFF{\"ts\":1}");
    both.agree("{\"ts\":1}".getBytes(StandardCharsets.UTF_16LE));
    both.agree("{\"ts\":1}".getBytes(StandardCharsets.UTF_16BE));
    both.agree("{\"ts\":1}".getBytes(StandardCharsets.UTF_16));
  }

  private static byte[] record(String before, int[] bytes, String after) {
    byte[] first = before.getBytes(StandardCharsets.UTF_8);
    byte[] last = after.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + bytes.length + last.length);
    for (int i = 0; i < bytes.length; i++) {
      all[first.length + i] = (byte) bytes[i];
    }
    System.arraycopy(last, 0, all, first.length + bytes.length, last.length);
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 28, 29, 30, 31, 32, 33, 40, 5_000})
  void agreeOnDeepNesting(int depth) {
    TwoReadings both = TwoReadings.of(ALL);
    both.agree("{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"ts\":1}");
    both.agree("{\"ts\":1,\"x\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}");
    both.agree("{\"ts\":1,\"x\":" + "[{\"a\":".repeat(depth));
    both.agree("{\"ts\":1,\"any\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 18, 19, 20, 99, 100, 101, 999, 1_000, 1_001, 3_000})
  void agreeOnLongNumbersAndNames(int length) {
    TwoReadings both = TwoReadings.of(ALL);
    for (String name : List.of("l", "d", "m", "any", "x", "ts", "i", "f")) {
      for (String digit : List.of("1", "9")) {
        String digits = digit.repeat(length);
        both.agree("{\"ts\":1,\"" + name + "\":" + digits + "}");
        both.agree("{\"ts\":1,\"" + name + "\":-" + digits + "}");
        both.agree("{\"ts\":1,\"" + name + "\":0." + digits + "}");
        both.agree("{\"ts\":1,\"" + name + "\":" + digits + "e-" + length + "}");
      }
      both.agree("{\"ts\":1,\"" + name + "\":0." + "0".repeat(length) + "}");
    }
    both.agree("{\"ts\":1,\"" + "n".repeat(length) + "\":1}");
    both.agree("{\"ts\":1,\"s\":\"" + "ab\\n".repeat(length) + "\"}");
  }

  @Test
  void agreeOnRandomRecordsAndOnTheirDamage() {
    Random random = new Random(42);
    List<TwoReadings> all =
        List.of(TwoReadings.of(ALL), TwoReadings.of(MAPPED), TwoReadings.of(NAMED));
    for (int i = 0; i < 6_000; i++) {
      byte[] record = object(random, 0).getBytes(StandardCharsets.UTF_8);
      all.forEach(both -> both.agree(record));
      byte[] damaged = record.clone();
      for (int times = random.nextInt(3); times >= 0 && damaged.length > 0; times--) {
        int at = random.nextInt(damaged.length);
        switch (random.nextInt(4)) {
          case 0 -> damaged[at] = (byte) random.nextInt(256);
          case 1 -> damaged[at] = (byte) "{}[]\",:\\0 -.eu".charAt(random.nextInt(14));
          case 2 -> damaged = Arrays.copyOf(damaged, at);
          default -> {
            byte[] shorter = Arrays.copyOf(damaged, damaged.length - 1);
            System.arraycopy(damaged, at + 1, shorter, at, shorter.length - at);
            damaged = shorter;
          }
        }
      }
      byte[] wrong = damaged;
      all.forEach(both -> both.agree(wrong));
    }
  }

  private static final List<String> NAMES =
      List.of(
          "s", "b", "i", "l", "f", "d", "m", "list", "map", "any", "ts", "a", "n", "head", "at",
          "kind", "x", "ssss", "");

  private static String object(Random random, int depth) {
    List<String> fields = new ArrayList<>();
    if (depth == 0 && random.nextInt(4) > 0) {
      fields.add("\"ts\":" + (1_699_999_000_000L + random.nextInt(2_000_000)));
      fields.add("\"kind\":\"" + (random.nextBoolean() ? "E" : "Other") + "\"");
      fields.add("\"head\":{\"at\":" + random.nextInt(1_000) + "}");
    }
    for (int i = random.nextInt(7); i > 0; i--) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      String space = random.nextInt(8) == 0 ? " \n" : "";
      String value = value(random, name, depth + 1);
      fields.add(space + "\"" + name + "\"" + space + ":" + space + value + space);
    }
    return "{" + String.join(",", fields) + "}";
  }

  private static String value(Random random, String name, int depth) {
    boolean fitting = random.nextInt(3) > 0;
    return switch (fitting ? name : "any") {
      case "s" -> text(random);
      case "b" -> Boolean.toString(random.nextBoolean());
      case "i" -> Integer.toString(random.nextInt() >> random.nextInt(32));
      case "l", "ts", "at", "n" -> Long.toString(random.nextLong() >> random.nextInt(64));
      case "f", "d", "m" -> number(random);
      default ->
          switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> text(random);
            case 1 -> number(random);
            case 2 -> "null";
            case 3 -> "true";
            case 4 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 5 ->
                "[" + value(random, "x", depth + 1) + "," + value(random, "x", depth + 1) + "]";
            default -> object(random, depth + 1);
          };
    };
  }

  private static String number(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Double.toString(random.nextDouble() * 1e4);
      case 1 -> Long.toString(random.nextInt(100_000)) + "." + random.nextInt(100);
      case 2 -> random.nextInt(1_000) + "e" + (random.nextInt(60) - 30);
      case 3 ->
          "-" + random.nextInt(10) + "." + random.nextInt(1_000_000) + "E" + random.nextInt(30);
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(any) ? Double.toString(any) : "0";
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("\"");
    String[] parts = {"a", "service-1", "é", "€", "\uD83D\uDD14", "\\n", "\\\"", "\\u00e9", " "};
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.append('"').toString();
  }

  @Test
  void aSourceOfRareRecordsIsLeftToJacksonAndTriedAgain() {
    TwoReadings both = TwoReadings.of(ALL);
    for (int i = 0; i < 12_000; i++) {
      both.agree(i % 2 == 0 ? "{\"ts\":1,\"list\":[" + i + "]}" : "{\"ts\":1,\"l\":" + i + "}");
    }
  }
}
