package io.tocsin.engine.decode;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes the rows of a table from JSON records. */
final class JsonRows implements RowDecoder {
  private final Shape shape;
  private final int key;
  private final JsonDecoder decoder;

  JsonRows(Shape shape, String key) {
    this.shape = shape;
    this.key = shape.type.indexOf(key);
    this.decoder = new JsonDecoder(null, Map.of(shape.type.name(), shape), Long.MAX_VALUE);
  }

  @Override
  public Decoded row(byte[] record, SourcePosition position, long time) {
    return decoder.row(record, position, time);
  }

  @Override
  public Decoded deletion(byte[] recordKey, SourcePosition position, long time) {
    String text = new String(recordKey, StandardCharsets.UTF_8).strip();
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1);
    }
    Field field = shape.type.fields().get(key);
    Object value = keyValue(field, text);
    if (value == null) {
      return new Decoded.Rejected(
          RejectReason.WRONG_TYPE,
          "The record's key ["
              + Draft.shorten(text)
              + "] cannot be the field ["
              + field.name()
              + "].",
          time);
    }
    @Nullable Object[] values = new Object[shape.type.fields().size()];
    values[key] = value;
    return new Decoded.Accepted(new Event(shape.type, time, values, position));
  }

  private static @Nullable Object keyValue(Field field, String text) {
    if (field.kind() == FieldKind.STRING || field.kind() == FieldKind.ANY) {
      return text;
    }
    if (field.kind() == FieldKind.BOOLEAN) {
      return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
    }
    return Conversions.number(field, text);
  }
}
