package io.tocsin.engine.event;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence: a decoded record with its event time and its place. Immutable; {@link #values()}
 * must not be changed. A row of a table is an event too: its time is the time of the record, its
 * type is no event type.
 */
public final class Event {
  private final EventType type;
  private final long time;
  private final @Nullable Object[] values;
  private final SourcePosition position;

  /**
   * @param type the declared type
   * @param time event time, epoch milliseconds
   * @param values one value for each field of the type, in its order; null where the record has
   *     none
   * @param position the place in the source
   */
  public Event(EventType type, long time, @Nullable Object[] values, SourcePosition position) {
    this.type = type;
    this.time = time;
    this.values = values;
    this.position = position;
  }

  public EventType type() {
    return type;
  }

  /** Event time, epoch milliseconds. */
  public long time() {
    return time;
  }

  /** The values in the order of the type's fields; not a copy. */
  public @Nullable Object[] values() {
    return values;
  }

  public @Nullable Object value(int field) {
    return values[field];
  }

  public SourcePosition position() {
    return position;
  }

  /**
   * Field names with their values, in the order of the declaration: for explanations and messages.
   */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(type.fields().get(i).name(), values[i]);
    }
    return map;
  }

  @Override
  public String toString() {
    return type.name() + "@" + time + Arrays.toString(values) + " (" + position + ")";
  }
}
