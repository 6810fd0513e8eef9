package io.tocsin.engine.decode;

import io.tocsin.engine.event.FieldKind;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wanted names of a plain JSON object into a draft, as {@link JsonFields} does with
 * Jackson's parser, and without making anything but the values that are wanted. It gives up where a
 * record is wrong or rare in its form. A source whose records it mostly gives up is left to Jackson
 * for a while. For one thread.
 */
final class RecordScan {
  /** One record that is given up weighs as many that are not. */
  private static final int WEIGHT = 4;

  private static final int MOST_LOST = 256;

  /** So many records are left to Jackson then. */
  private static final int REST = 10_000;

  private final JsonCursor cursor = new JsonCursor();
  private final Draft draft;
  private int lost;
  private int rest;

  RecordScan(Draft draft) {
    this.draft = draft;
  }

  /** Whether it is worth trying. */
  boolean isWorthIt() {
    if (rest > 0) {
      rest--;
      return false;
    }
    return true;
  }

  private boolean counted(boolean read) {
    lost = read ? Math.max(0, lost - 1) : lost + WEIGHT;
    if (lost > MOST_LOST) {
      lost = 0;
      rest = REST;
    }
    return read;
  }

  /** Reads a record into the draft, which was started; false to give up and start it again. */
  boolean read(byte[] record, Shape shape) {
    cursor.start(record);
    return counted(
        cursor.next() == '{' && object(shape.root, shape, 1) && cursor.next() == JsonCursor.END);
  }

  /** The text of the first field with the name of the root's only child; null to give up. */
  @Nullable String textOf(byte[] record, NameNode root) {
    cursor.start(record);
    if (cursor.next() != '{') {
      return null;
    }
    do {
      cursor.pass();
      int hash = cursor.next() == '"' ? cursor.name() : -1;
      if (hash < 0) {
        return null;
      }
      if (cursor.among(root, hash) != null) {
        boolean text = cursor.next() == '"' && cursor.scalar('"');
        return text ? cursor.string() : null;
      }
    } while (cursor.skip(1) && cursor.next() == ',');
    return null;
  }

  private boolean object(NameNode node, Shape shape, int depth) {
    if (JsonCursor.isDeep(depth)) {
      return false;
    }
    cursor.pass();
    if (cursor.next() == '}') {
      cursor.pass();
      return true;
    }
    while (true) {
      int hash = cursor.next() == '"' ? cursor.name() : -1;
      if (hash < 0) {
        return false;
      }
      NameNode child = cursor.among(node, hash);
      if (!(child == null ? cursor.skip(depth) : value(child, shape, depth))) {
        return false;
      }
      int end = cursor.next();
      cursor.pass();
      if (end != ',') {
        return end == '}';
      }
    }
  }

  private boolean value(NameNode node, Shape shape, int depth) {
    int first = cursor.next();
    if (first == '{') {
      return !node.wanted && object(node, shape, depth + 1);
    }
    if (first < 0 || first == '[' || !cursor.scalar(first)) {
      return false;
    }
    if (node.simple) {
      return field(node.kind, node.fields[0]);
    }
    if (node.time && !time()) {
      return false;
    }
    if (node.keptAt >= 0) {
      if (!isAny()) {
        return false;
      }
      draft.keep(node.keptAt, any());
    }
    for (int field : node.fields) {
      if (field != shape.timeField() && !field(shape.type.fields().get(field).kind(), field)) {
        return false;
      }
    }
    return true;
  }

  private boolean time() {
    if (cursor.kind() == JsonCursor.Kind.WHOLE && cursor.fits()) {
      draft.time(cursor.whole());
      return true;
    }
    if (cursor.kind() == JsonCursor.Kind.TEXT) {
      draft.time(cursor.string());
      return true;
    }
    return false;
  }

  private boolean field(FieldKind kind, int field) {
    if (cursor.kind() == JsonCursor.Kind.NULL) {
      draft.set(field, null);
      return true;
    }
    Object value =
        switch (kind) {
          case STRING -> cursor.kind() == JsonCursor.Kind.TEXT ? cursor.string() : null;
          case BOOLEAN -> bool();
          case INT -> wholeInt();
          case LONG -> isWhole() ? (Object) cursor.whole() : null;
          case FLOAT -> single();
          case DOUBLE -> real();
          case DECIMAL -> decimal();
          case LIST, MAP -> null;
          case ANY -> isAny() ? any() : null;
        };
    draft.set(field, value);
    return value != null;
  }

  private boolean isWhole() {
    return cursor.kind() == JsonCursor.Kind.WHOLE && cursor.fits();
  }

  private boolean isNumber() {
    return cursor.kind() == JsonCursor.Kind.WHOLE || cursor.kind() == JsonCursor.Kind.REAL;
  }

  private @Nullable Boolean bool() {
    return cursor.kind() == JsonCursor.Kind.TRUE
        ? Boolean.TRUE
        : cursor.kind() == JsonCursor.Kind.FALSE ? Boolean.FALSE : null;
  }

  private @Nullable Integer wholeInt() {
    long whole = cursor.whole();
    return isWhole() && whole == (int) whole ? (Integer) (int) whole : null;
  }

  private @Nullable Double real() {
    if (!isNumber()) {
      return null;
    }
    double real = cursor.real();
    return Double.isInfinite(real) ? null : real;
  }

  private @Nullable Float single() {
    Double real = real();
    return real == null || Float.isInfinite(real.floatValue()) ? null : real.floatValue();
  }

  private @Nullable BigDecimal decimal() {
    return isNumber() ? Conversions.decimal(cursor.written()) : null;
  }

  /** A whole number that is no long is a double elsewhere. */
  private boolean isAny() {
    return cursor.kind() != JsonCursor.Kind.WHOLE || cursor.fits();
  }

  private @Nullable Object any() {
    return switch (cursor.kind()) {
      case TEXT -> cursor.string();
      case WHOLE -> cursor.whole();
      case REAL -> cursor.real();
      case TRUE -> Boolean.TRUE;
      case FALSE -> Boolean.FALSE;
      case NULL -> null;
    };
  }
}
