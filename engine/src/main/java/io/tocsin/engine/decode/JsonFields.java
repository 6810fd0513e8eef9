package io.tocsin.engine.decode;

import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.event.RejectReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads the wanted names of a JSON object into a draft; the parser stands on the object's opening
 * bracket.
 */
final class JsonFields {
  private JsonFields() {}

  static void read(JsonParser parser, Shape shape, Draft draft) {
    object(parser, shape.root, shape, draft);
  }

  private static void object(JsonParser parser, NameNode node, Shape shape, Draft draft) {
    PropertyNameMatcher matcher = node.matcher;
    if (matcher == null) {
      parser.skipChildren();
      return;
    }
    while (true) {
      int index = parser.nextNameMatch(matcher);
      if (index >= 0) {
        value(parser, node.below[index], shape, draft);
      } else if (index == PropertyNameMatcher.MATCH_UNKNOWN_NAME) {
        parser.nextToken();
        parser.skipChildren();
      } else {
        return;
      }
    }
  }

  private static void value(JsonParser parser, NameNode node, Shape shape, Draft draft) {
    JsonToken token = parser.nextToken();
    if (node.simple) {
      field(parser, token, node.kind, node.fields[0], draft);
    } else if (!node.wanted && token == JsonToken.START_OBJECT) {
      object(parser, node, shape, draft);
    } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      spread(any(parser, token), node, shape, draft);
    } else {
      scalar(parser, token, node, shape, draft);
    }
  }

  /** A value that goes to several places, or that is the event time. */
  private static void scalar(
      JsonParser parser, JsonToken token, NameNode node, Shape shape, Draft draft) {
    if (node.time) {
      time(parser, token, draft);
    }
    if (node.keptAt >= 0) {
      draft.keep(node.keptAt, any(parser, token));
    }
    for (int field : node.fields) {
      if (field != shape.timeField()) {
        field(parser, token, shape.type.fields().get(field).kind(), field, draft);
      }
    }
  }

  /** A list or an object that goes to several places, perhaps with wanted names below it. */
  private static void spread(@Nullable Object value, NameNode node, Shape shape, Draft draft) {
    if (node.time) {
      Conversions.assignTime(draft, value);
    }
    if (node.keptAt >= 0) {
      draft.keep(node.keptAt, value);
    }
    for (int field : node.fields) {
      if (field != shape.timeField()) {
        Conversions.assign(draft, shape.type, field, value);
      }
    }
    if (value instanceof Map<?, ?> map) {
      node.children()
          .forEach(
              (name, child) -> {
                if (map.containsKey(name)) {
                  spread(map.get(name), child, shape, draft);
                }
              });
    }
  }

  private static void time(JsonParser parser, JsonToken token, Draft draft) {
    switch (token) {
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == NumberType.BIG_INTEGER) {
          draft.time(parser.getDoubleValue());
        } else {
          draft.time(parser.getLongValue());
        }
      }
      case VALUE_NUMBER_FLOAT -> draft.time(parser.getDoubleValue());
      case VALUE_STRING -> draft.time(parser.getString());
      case VALUE_NULL -> draft.noTime(RejectReason.MISSING_TIME, "The record has no event time.");
      default ->
          draft.noTime(
              RejectReason.BAD_TIME,
              "The event time ["
                  + parser.getString()
                  + "] is neither epoch milliseconds nor ISO-8601.");
    }
  }

  private static void field(
      JsonParser parser, JsonToken token, FieldKind kind, int field, Draft draft) {
    if (token == JsonToken.VALUE_NULL) {
      draft.set(field, null);
      return;
    }
    Object value =
        switch (kind) {
          case STRING -> token == JsonToken.VALUE_STRING ? parser.getString() : null;
          case BOOLEAN -> bool(token);
          case INT -> wholeInt(parser, token);
          case LONG -> whole(parser, token);
          case FLOAT -> single(parser, token);
          case DOUBLE -> real(parser, token);
          case DECIMAL -> token.isNumeric() ? Conversions.decimal(parser.getString()) : null;
          case LIST -> token == JsonToken.START_ARRAY ? any(parser, token) : null;
          case MAP -> token == JsonToken.START_OBJECT ? any(parser, token) : null;
          case ANY -> any(parser, token);
        };
    if (value == null) {
      draft.wrong(field, written(parser, token));
    } else {
      draft.set(field, value);
    }
  }

  private static @Nullable Boolean bool(JsonToken token) {
    return token == JsonToken.VALUE_TRUE
        ? Boolean.TRUE
        : token == JsonToken.VALUE_FALSE ? Boolean.FALSE : null;
  }

  private static @Nullable Integer wholeInt(JsonParser parser, JsonToken token) {
    Long whole = whole(parser, token);
    return whole == null || whole != whole.intValue() ? null : whole.intValue();
  }

  private static @Nullable Long whole(JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return parser.getNumberType() == NumberType.BIG_INTEGER ? null : parser.getLongValue();
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      var whole = Conversions.whole(parser.getString());
      return whole.isPresent() ? whole.getAsLong() : null;
    }
    return null;
  }

  private static @Nullable Float single(JsonParser parser, JsonToken token) {
    Double real = real(parser, token);
    return real == null || Float.isInfinite(real.floatValue()) ? null : real.floatValue();
  }

  private static @Nullable Double real(JsonParser parser, JsonToken token) {
    if (!token.isNumeric()) {
      return null;
    }
    double real = parser.getDoubleValue();
    return Double.isInfinite(real) ? null : real;
  }

  /** Any JSON value; lists and maps cannot be changed by whoever gets them. */
  static @Nullable Object any(JsonParser parser, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == NumberType.BIG_INTEGER
              ? (Object) parser.getDoubleValue()
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          list.add(any(parser, t));
        }
        yield Collections.unmodifiableList(list);
      }
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          map.put(name, any(parser, parser.nextToken()));
        }
        yield Collections.unmodifiableMap(map);
      }
      default -> null;
    };
  }

  /** The value for people; a list or an object is passed over. */
  private static String written(JsonParser parser, JsonToken token) {
    if (token == JsonToken.START_ARRAY) {
      parser.skipChildren();
      return "[...]";
    }
    if (token == JsonToken.START_OBJECT) {
      parser.skipChildren();
      return "{...}";
    }
    return token == JsonToken.VALUE_STRING ? "\"" + parser.getString() + "\"" : parser.getString();
  }
}
