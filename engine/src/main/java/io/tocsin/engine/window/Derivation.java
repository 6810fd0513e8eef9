package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Emitted;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what rules emit. An event whose type the key group uses and whose key is that of
 * its cause is inserted at the same instant, before the next entry; for other key groups the caller
 * passes it on.
 */
final class Derivation {
  private final PackPlan plan;
  private final boolean allKeys;
  private final ArrayDeque<Change> waiting = new ArrayDeque<>();

  /**
   * @param allKeys whether the session holds all keys, so that an event with another key than its
   *     cause is inserted too
   */
  Derivation(PackPlan plan, boolean allKeys) {
    this.plan = plan;
    this.allKeys = allKeys;
  }

  /** What rules of this key group did and has no effect yet. */
  ArrayDeque<Change> waiting() {
    return waiting;
  }

  Emitted derive(int rule, Firing.Emission emission, KeyGroup group, @Nullable Fact cause) {
    EventType type = typeOf(emission.topic());
    Event event = type == null ? null : event(type, emission);
    boolean own =
        event != null
            && group.uses(event.type())
            && (allKeys
                || group.isKeyless()
                || (cause != null
                    && EventKey.of(group, event).equals(EventKey.of(group, cause.event()))));
    if (own && event != null) {
      waiting.addLast(new Change(rule, null, event));
    }
    return new Emitted(
        emission.topic(),
        emission.key(),
        emission.fields(),
        emission.at(),
        event,
        own ? group.index() : -1);
  }

  private @Nullable EventType typeOf(String topic) {
    for (Source source : plan.pack().sources()) {
      String type = source.type();
      if (source.topic().equals(topic) && type != null) {
        return plan.type(type);
      }
    }
    return null;
  }

  private static Event event(EventType type, Firing.Emission emission) {
    List<Field> fields = type.fields();
    @Nullable Object[] values = new Object[fields.size()];
    String timeField = type.timeField();
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      boolean isTime = field.name().equals(timeField);
      Object value =
          isTime && !emission.fields().containsKey(field.name())
              ? (Object) emission.at()
              : emission.fields().get(field.name());
      values[i] = coerce(type, field, value);
    }
    return new Event(type, emission.at(), values, emission.place());
  }

  /**
   * The position of an event that a match makes.
   *
   * @param id tells it from all others, as an alert's id does
   */
  static SourcePosition place(MatchView match, String id) {
    List<SourcePosition> identity = match.identity();
    SourcePosition cause =
        identity.isEmpty() ? SourcePosition.of(0, 0, 0) : identity.get(identity.size() - 1);
    // Because positions are written as numbers from 0, and 0 is a record of a source.
    int derivation = Math.max(1, Integer.parseUnsignedInt(id, 0, 8, 16) >>> 1);
    return new SourcePosition(cause.source(), cause.partition(), cause.offset(), derivation);
  }

  private static @Nullable Object coerce(EventType type, Field field, @Nullable Object value) {
    if (value == null) {
      if (field.primitive()) {
        throw new IllegalArgumentException(
            "The derived event [" + type + "] has no value for [" + field.name() + "].");
      }
      return null;
    }
    if (value instanceof Number number) {
      return switch (field.kind()) {
        case INT -> Math.toIntExact(whole(number));
        case LONG -> whole(number);
        case FLOAT -> number.floatValue();
        case DOUBLE -> number.doubleValue();
        case DECIMAL -> new BigDecimal(number.toString());
        case ANY -> value;
        default -> throw mismatch(type, field, value);
      };
    }
    if (field.kind() == FieldKind.ANY || field.kind().javaType().isInstance(value)) {
      return value;
    }
    throw mismatch(type, field, value);
  }

  private static long whole(Number number) {
    return new BigDecimal(number.toString()).longValueExact();
  }

  private static IllegalArgumentException mismatch(EventType type, Field field, Object value) {
    return new IllegalArgumentException(
        "The derived event ["
            + type
            + "] cannot hold ["
            + value
            + "] as ["
            + field.name()
            + "] of kind ["
            + field.kind()
            + "].");
  }
}
