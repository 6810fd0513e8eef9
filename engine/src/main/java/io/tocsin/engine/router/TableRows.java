package io.tocsin.engine.router;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.spi.EventDecoder;
import io.tocsin.engine.spi.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a compacted topic into rows of a table: the latest value per key, deleted by
 * a record without a value, whose key is the key field as text.
 *
 * @param type the rows' type
 * @param keyField the place of the key field in the type
 * @param decoder decodes a record with a value
 */
record TableRows(EventType type, int keyField, EventDecoder decoder) {

  /** The row, whose time is the record's; or why there is none. */
  Decoded decode(SourceRecord record, SourcePosition position, long now) {
    if (record.value() == null) {
      return deletion(record, position);
    }
    Decoded decoded = decoder.decode(record.value(), position, now);
    return decoded instanceof Decoded.Accepted accepted
        ? new Decoded.Accepted(
            new Event(type, record.timestamp(), accepted.event().values(), position))
        : decoded;
  }

  private Decoded deletion(SourceRecord record, SourcePosition position) {
    byte[] key = record.key();
    if (key == null) {
      return new Decoded.Rejected(
          RejectReason.MISSING_FIELD, "The record has neither a key nor a value.", null);
    }
    String text = new String(key, StandardCharsets.UTF_8);
    FieldKind kind = type.fields().get(keyField).kind();
    try {
      @Nullable Object[] values = new Object[type.fields().size()];
      values[keyField] = parse(text, kind);
      return new Decoded.Accepted(new Event(type, record.timestamp(), values, position));
    } catch (NumberFormatException e) {
      return new Decoded.Rejected(
          RejectReason.WRONG_TYPE,
          "The key [%s] of the deleted row is no [%s].".formatted(text, kind),
          null);
    }
  }

  private static Object parse(String text, FieldKind kind) {
    return switch (kind) {
      case INT -> Integer.valueOf(text);
      case LONG -> Long.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case DECIMAL -> new BigDecimal(text);
      case BOOLEAN -> Boolean.valueOf(text);
      default -> text;
    };
  }
}
