package io.tocsin.engine.decode;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes events whose values a program has already, judged as those of records are; the mappings of
 * the source do not apply. For one thread.
 */
public final class ValuesDecoder {
  private final Map<EventType, Shape> shapes = new IdentityHashMap<>();
  private final Draft draft;
  private final long maxAheadMillis;

  ValuesDecoder(Map<String, Shape> shapes, long maxAheadMillis) {
    shapes.values().forEach(shape -> this.shapes.put(shape.type, shape));
    this.draft = new Draft(shapes.values().iterator().next());
    this.maxAheadMillis = maxAheadMillis;
  }

  /** Whether the source can have events of a type. */
  public boolean takes(EventType type) {
    return shapes.containsKey(type);
  }

  /**
   * Takes one event; never throws for bad values.
   *
   * @param type a type that the source can have
   * @param time event time, epoch milliseconds; also the value of the field of that name where it
   *     is a {@code long}
   * @param values one for each field of the type, in its order; of the field's Java class, or
   *     numbers that fit it without loss
   * @param clockMillis the clock for the bound {@code max-ahead}, epoch milliseconds
   * @throws IllegalArgumentException where the type is another, or has another number of fields
   */
  public Decoded decode(
      EventType type,
      long time,
      @Nullable Object[] values,
      SourcePosition position,
      long clockMillis) {
    Shape shape = shapes.get(type);
    if (shape == null) {
      throw new IllegalArgumentException("The source has no events of type [" + type.name() + "].");
    }
    if (values.length != type.fields().size()) {
      throw new IllegalArgumentException(
          "The type [%s] has [%d] fields, but [%d] values are given."
              .formatted(type.name(), type.fields().size(), values.length));
    }
    draft.start(shape);
    for (int i = 0; i < values.length; i++) {
      if (i != shape.timeField()) {
        Conversions.assign(draft, type, i, values[i]);
      }
    }
    draft.time(time);
    return draft.finish(position, clockMillis, maxAheadMillis);
  }
}
