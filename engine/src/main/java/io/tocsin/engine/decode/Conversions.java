package io.tocsin.engine.decode;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.RejectReason;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** From values that are objects already to what a field or the event time holds. */
final class Conversions {
  private static final int MAX_SCALE = 1_000;

  private Conversions() {}

  /** Gives a field its value, or notes that it cannot have it. */
  static void assign(Draft draft, EventType type, int field, @Nullable Object value) {
    if (value == null) {
      draft.set(field, null);
      return;
    }
    Object converted = convert(type.fields().get(field), value);
    if (converted == null) {
      draft.wrong(field, value.toString());
    } else {
      draft.set(field, converted);
    }
  }

  static void assignTime(Draft draft, @Nullable Object value) {
    if (value == null) {
      draft.noTime(RejectReason.MISSING_TIME, "The record has no event time.");
    } else if (value instanceof Long millis) {
      draft.time((long) millis);
    } else if (value instanceof Double millis) {
      draft.time((double) millis);
    } else if (value instanceof String text) {
      draft.time(text);
    } else {
      draft.noTime(
          RejectReason.BAD_TIME,
          "The event time ["
              + Draft.shorten(value.toString())
              + "] is neither epoch milliseconds nor ISO-8601.");
    }
  }

  /** The value as the field holds it; null where it cannot. */
  private static @Nullable Object convert(Field field, Object value) {
    return switch (field.kind()) {
      case STRING -> value instanceof String ? value : null;
      case BOOLEAN -> value instanceof Boolean ? value : null;
      case INT, LONG ->
          value.getClass() == field.kind().javaType() ? value : ofNumber(field, value);
      case DOUBLE ->
          value instanceof Double real && Double.isFinite(real) ? real : ofNumber(field, value);
      case FLOAT, DECIMAL -> ofNumber(field, value);
      case LIST -> value instanceof List ? value : null;
      case MAP -> value instanceof Map ? value : null;
      case ANY -> value;
    };
  }

  private static @Nullable Object ofNumber(Field field, Object value) {
    return value instanceof Number number ? number(field, number.toString()) : null;
  }

  /** A number as the field holds it; null where the text is none, or does not fit without loss. */
  static @Nullable Object number(Field field, String text) {
    return switch (field.kind()) {
      case INT -> {
        OptionalLong whole = whole(text);
        boolean fits = whole.isPresent() && whole.getAsLong() == (int) whole.getAsLong();
        yield fits ? (Object) (int) whole.getAsLong() : null;
      }
      case LONG -> {
        OptionalLong whole = whole(text);
        yield whole.isPresent() ? (Object) whole.getAsLong() : null;
      }
      case FLOAT -> {
        Double real = real(text);
        yield real == null || Float.isInfinite(real.floatValue()) ? null : real.floatValue();
      }
      case DOUBLE -> real(text);
      case DECIMAL -> decimal(text);
      default -> null;
    };
  }

  /**
   * A whole number, also in the form {@code 5.0} or {@code 5e3}; empty where the text is none of 64
   * bits.
   */
  static OptionalLong whole(String text) {
    try {
      return OptionalLong.of(new BigDecimal(text).longValueExact());
    } catch (ArithmeticException | NumberFormatException noWhole) {
      return OptionalLong.empty();
    }
  }

  /**
   * A number with bounds on its exponent, because printing one with a huge exponent would need as
   * many digits.
   */
  static @Nullable BigDecimal decimal(String text) {
    try {
      BigDecimal decimal = new BigDecimal(text);
      return Math.abs((long) decimal.scale()) > MAX_SCALE ? null : decimal;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static @Nullable Double real(String text) {
    try {
      double real = Double.parseDouble(text);
      return Double.isFinite(real) ? real : null;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }
}
