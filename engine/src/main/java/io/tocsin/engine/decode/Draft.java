package io.tocsin.engine.decode;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventTime;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An event while its record is being read: its values so far, its time, and the first thing that is
 * wrong.
 */
final class Draft {
  private static final int SHOWN = 80;

  private Shape shape;
  private @Nullable Object[] values = {};
  private @Nullable Object[] kept = {};
  private @Nullable RejectReason failure;
  private String detail = "";
  private long time;
  private @Nullable RejectReason timeFailure;
  private String timeDetail = "";

  Draft(Shape shape) {
    this.shape = shape;
    start(shape);
  }

  /** Begins a new record. */
  void start(Shape newShape) {
    shape = newShape;
    values = new Object[newShape.type.fields().size()];
    if (kept.length == newShape.kept.size()) {
      Arrays.fill(kept, null);
    } else {
      kept = new Object[newShape.kept.size()];
    }
    failure = null;
    timeFailure = RejectReason.MISSING_TIME;
    timeDetail = "The record has no event time.";
  }

  void set(int field, @Nullable Object value) {
    values[field] = value;
  }

  void keep(int place, @Nullable Object value) {
    kept[place] = value;
  }

  @Nullable Object kept(int place) {
    return kept[place];
  }

  /** The value cannot be had for the field. */
  void wrong(int field, String written) {
    Field declared = shape.type.fields().get(field);
    fail(
        RejectReason.WRONG_TYPE,
        "The field ["
            + declared.name()
            + "] is ["
            + shorten(written)
            + "], which is no "
            + nameOf(declared)
            + ".");
  }

  void fail(RejectReason reason, String sentence) {
    if (failure == null) {
      failure = reason;
      detail = sentence;
    }
  }

  /** The event time as a number of milliseconds. */
  void time(long millis) {
    if (millis >= EventTime.UNIT_LIMIT) {
      noTime(
          RejectReason.TIME_UNIT,
          "The event time [" + millis + "] is too large for epoch milliseconds.");
    } else if (millis <= 0) {
      noTime(RejectReason.TIME_NOT_POSITIVE, "The event time [" + millis + "] is not positive.");
    } else {
      time = millis;
      timeFailure = null;
    }
  }

  /** The event time as a number that is no long. */
  void time(double millis) {
    if (millis >= EventTime.UNIT_LIMIT || millis <= 0) {
      time(millis > 0 ? Long.MAX_VALUE : Math.round(Math.max(millis, -9e18)));
    } else if (millis != Math.rint(millis)) {
      noTime(
          RejectReason.BAD_TIME,
          "The event time [" + millis + "] is no whole number of milliseconds.");
    } else {
      time((long) millis);
    }
  }

  /** The event time as text. */
  void time(String text) {
    OptionalLong parsed = EventTime.parseIso(text);
    if (parsed.isPresent()) {
      time(parsed.getAsLong());
    } else {
      noTime(
          RejectReason.BAD_TIME,
          "The event time [" + shorten(text) + "] is neither epoch milliseconds nor ISO-8601.");
    }
  }

  void noTime(RejectReason reason, String sentence) {
    timeFailure = reason;
    timeDetail = sentence;
  }

  /** The event, or why there is none. */
  Decoded finish(SourcePosition position, long clockMillis, long maxAheadMillis) {
    compute();
    if (failure == null && timeFailure != null) {
      return new Decoded.Rejected(timeFailure, timeDetail, null);
    }
    if (failure == null && shape.timeField() >= 0) {
      values[shape.timeField()] = time;
    }
    Decoded.Rejected incomplete = incomplete();
    if (incomplete != null) {
      return incomplete;
    }
    if (time - clockMillis > maxAheadMillis && time > clockMillis) {
      return new Decoded.Rejected(
          RejectReason.TOO_FAR_AHEAD,
          "The event time ["
              + time
              + "] is ["
              + (time - clockMillis)
              + "] ms past the clock, more than [max-ahead].",
          time);
    }
    return new Decoded.Accepted(new Event(shape.type, time, values, position));
  }

  /** The row, or why there is none; its time is the caller's. */
  Decoded finishRow(SourcePosition position, long rowTime) {
    time = rowTime;
    timeFailure = null;
    compute();
    Decoded.Rejected incomplete = incomplete();
    return incomplete != null
        ? incomplete
        : new Decoded.Accepted(new Event(shape.type, rowTime, values, position));
  }

  /** The event time where it could be read. */
  @Nullable Long timeOrNull() {
    return timeFailure == null ? time : null;
  }

  private void compute() {
    for (Shape.Computed computed : shape.computed) {
      Object value;
      try {
        value = Evaluation.of(computed.expression(), shape, this);
      } catch (ArithmeticException | IllegalArgumentException e) {
        fail(RejectReason.MAPPING_FAILED, "A mapping failed: " + e.getMessage());
        continue;
      }
      if (computed.field() >= 0 && computed.field() != shape.timeField()) {
        Conversions.assign(this, shape.type, computed.field(), value);
      }
      if (computed.time()) {
        Conversions.assignTime(this, value);
      }
    }
  }

  private Decoded.@Nullable Rejected incomplete() {
    if (failure != null) {
      return new Decoded.Rejected(failure, detail, timeOrNull());
    }
    for (int field : shape.required) {
      if (values[field] == null) {
        String name = shape.type.fields().get(field).name();
        return new Decoded.Rejected(
            RejectReason.MISSING_FIELD, "The field [" + name + "] is absent or null.", time);
      }
    }
    return null;
  }

  static String shorten(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private static String nameOf(Field field) {
    return switch (field.kind()) {
      case STRING -> "text";
      case BOOLEAN -> "boolean";
      case INT -> "whole number of 32 bits";
      case LONG -> "whole number of 64 bits";
      case FLOAT, DOUBLE, DECIMAL -> "number in range";
      case LIST -> "list";
      case MAP -> "object";
      case ANY -> "value";
    };
  }
}
