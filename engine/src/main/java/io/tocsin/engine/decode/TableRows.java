package io.tocsin.engine.decode;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rows of a table in some format, and the deletions, which are the same in each. */
final class TableRows implements RowDecoder {
  /** Decodes a row that is there; see {@link RowDecoder#row}. */
  interface Format {
    Decoded row(byte[] record, SourcePosition position, long time);
  }

  private final Shape shape;
  private final int key;
  private final Format format;

  TableRows(Shape shape, String key, Format format) {
    this.shape = shape;
    this.key = shape.type.indexOf(key);
    this.format = format;
  }

  @Override
  public Decoded row(byte[] record, SourcePosition position, long time) {
    return format.row(record, position, time);
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
