package io.tocsin.engine.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A type that a pack declares: an event ({@code @role(event)}), a table row or an own fact ({@code
 * @role(fact)} or none). Immutable; two types are the same only if they are the same object of one loaded pack.
 */
public final class EventType {
  private final String name;
  private final boolean event;
  private final List<Field> fields;
  private final @Nullable String timeField;
  private final @Nullable String durationField;
  private final OptionalLong expiresMillis;
  private final Map<String, Integer> indexByName = new HashMap<>();

  /**
   * @param name simple name, unique in its pack
   * @param event whether it is declared with {@code @role(event)}
   * @param fields in the order of the declaration
   * @param timeField the field named by {@code @timestamp}, null where there is none
   * @param durationField the field named by {@code @duration} (milliseconds), null where there is
   *     none
   * @param expiresMillis how long {@code @expires} keeps it, in milliseconds of event time
   */
  public EventType(
      String name,
      boolean event,
      List<Field> fields,
      @Nullable String timeField,
      @Nullable String durationField,
      OptionalLong expiresMillis) {
    this.name = name;
    this.event = event;
    this.fields = List.copyOf(fields);
    this.timeField = timeField;
    this.durationField = durationField;
    this.expiresMillis = expiresMillis;
    for (int i = 0; i < this.fields.size(); i++) {
      indexByName.put(this.fields.get(i).name(), i);
    }
  }

  public String name() {
    return name;
  }

  /** Whether occurrences have a time; a table row or an own fact has none. */
  public boolean isEvent() {
    return event;
  }

  public List<Field> fields() {
    return fields;
  }

  /** The field that {@code @timestamp} names; null where the declaration names none. */
  public @Nullable String timeField() {
    return timeField;
  }

  /** The field that {@code @duration} names; null for events that are points in time. */
  public @Nullable String durationField() {
    return durationField;
  }

  /**
   * What {@code @expires} says, in milliseconds of event time; empty where the engine infers it.
   */
  public OptionalLong expiresMillis() {
    return expiresMillis;
  }

  /** The place of a field in {@link #fields()}, or -1 where there is no such field. */
  public int indexOf(String field) {
    return indexByName.getOrDefault(field, -1);
  }

  /**
   * All that its declaration says, as one line of text: two types with the same one hold the same
   * values for the same time.
   */
  public String declaration() {
    return "%s %s %s @timestamp(%s) @duration(%s) @expires(%s)"
        .formatted(
            event ? "event" : "fact",
            name,
            fields,
            timeField,
            durationField,
            expiresMillis.isPresent() ? expiresMillis.getAsLong() : "");
  }

  @Override
  public String toString() {
    return name;
  }
}
