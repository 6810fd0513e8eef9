package io.tocsin.engine.alert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * The simple values of an alert as JSON: texts, numbers, booleans, null, lists and maps of them.
 */
final class JsonValues {
  private JsonValues() {}

  static void write(String name, @Nullable Object value, JsonGenerator json) {
    json.writeName(name);
    write(value, json);
  }

  /** Writes a value; one of an unknown kind as its text. */
  static void write(@Nullable Object value, JsonGenerator json) {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Number number) {
      write(number, json);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      map.forEach((name, element) -> write(String.valueOf(name), element, json));
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      list.forEach(element -> write(element, json));
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }

  private static void write(Number number, JsonGenerator json) {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      json.writeNumber(number.longValue());
    } else if (number instanceof Float value) {
      json.writeNumber(value.floatValue());
    } else if (number instanceof BigDecimal value) {
      json.writeNumber(value);
    } else if (number instanceof BigInteger value) {
      json.writeNumber(value);
    } else {
      json.writeNumber(number.doubleValue());
    }
  }

  /** Reads the object whose start the parser stands at. */
  static Map<String, @Nullable Object> readObject(JsonParser json) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      object.put(name, read(json));
    }
    return object;
  }

  private static @Nullable Object read(JsonParser json) {
    JsonToken token = json.currentToken();
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE, VALUE_FALSE -> token == JsonToken.VALUE_TRUE;
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? json.getBigIntegerValue()
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case START_OBJECT -> readObject(json);
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(json));
        }
        yield list;
      }
      default -> throw new StreamReadException(json, "unexpected " + token);
    };
  }
}
