package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FactFactory;
import io.tocsin.engine.plan.KeyGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whole events of one type in {@link EventLog}, by their key. What the key or the time says already
 * takes no place; an event is put together again when it is asked for.
 */
final class EventColumns {
  /** The field is the event's time, nearly always. */
  private static final int TIME = -1;

  /** The field is the part 0 of the key; part 1 is one less, and so on. */
  private static final int KEY = -2;

  /** In the place of a time that is null, because null stands for the event's own. */
  private static final Object NO_TIME = new Object();

  /** Which column holds which field. */
  static final class Layout {
    private final EventType type;
    private final int[] places;
    private final List<Column.Kind> kinds = new ArrayList<>();
    private int timeColumn = -1;

    Layout(EventType type, KeyGroup group) {
      this.type = type;
      this.places = new int[type.fields().size()];
      for (int field = 0; field < places.length; field++) {
        int part = partOf(group, field);
        if (part >= 0) {
          places[field] = KEY - part;
        } else if (type.fields().get(field).name().equals(type.timeField())) {
          places[field] = TIME;
          timeColumn = add(Column.Kind.RARE);
        } else {
          places[field] = add(Column.Kind.of(type.fields().get(field)));
        }
      }
    }

    /** The part of the key that is a field, and says the same; -1 where none is. */
    private int partOf(KeyGroup group, int field) {
      int[] fields = group.keyFields().get(type);
      boolean certain = type.fields().get(field).kind().hasCertainEquality();
      for (int part = 0; fields != null && part < fields.length; part++) {
        if (certain && fields[part] == field) {
          return part;
        }
      }
      return -1;
    }

    /** Adds a column that holds no field; returns its number. */
    int add(Column.Kind kind) {
      kinds.add(kind);
      return kinds.size() - 1;
    }

    /** The estimated bytes of an event without what its values refer to. */
    long bytes() {
      return EventLog.BYTES + kinds.stream().mapToLong(Footprint::of).sum();
    }

    Column.Kind[] kinds() {
      return kinds.toArray(Column.Kind[]::new);
    }
  }

  private final EventType type;
  private final FactFactory facts;
  private final int[] places;
  private final int timeColumn;
  private EventLog rows;
  private final long fixedBytes;

  /**
   * @param rows where the events are, with the columns of the layout
   */
  EventColumns(Layout layout, EventLog rows, FactFactory facts) {
    this.type = layout.type;
    this.places = layout.places;
    this.timeColumn = layout.timeColumn;
    this.rows = rows;
    this.facts = facts;
    this.fixedBytes = layout.bytes();
  }

  /** Has its events in other rows from now on, to which they were copied. */
  void moveTo(EventLog others) {
    rows = others;
  }

  /** Adds an event of a key's group; returns its number. */
  int add(Event event, int group) {
    int number = rows.add(event.time(), event.position(), group);
    for (int field = 0; field < places.length; field++) {
      Object value = event.value(field);
      if (places[field] >= 0) {
        rows.set(number, places[field], value);
      } else if (places[field] == TIME) {
        boolean own = value instanceof Long time && time == event.time();
        rows.set(number, timeColumn, own ? null : value == null ? NO_TIME : value);
      }
    }
    return number;
  }

  /** An event with the key of its group. */
  Fact fact(int number, Object key) {
    long time = rows.time(number);
    @Nullable Object[] values = new Object[places.length];
    for (int field = 0; field < values.length; field++) {
      if (places[field] >= 0) {
        values[field] = rows.get(number, places[field]);
      } else if (places[field] == TIME) {
        Object other = rows.get(number, timeColumn);
        values[field] = other == null ? (Object) time : other == NO_TIME ? null : other;
      } else {
        Object part = EventKey.part(key, KEY - places[field]);
        boolean narrow = type.fields().get(field).kind() == FieldKind.INT;
        values[field] = narrow && part instanceof Long whole ? (Object) whole.intValue() : part;
      }
    }
    return facts.toFact(new Event(type, time, values, rows.position(number)));
  }

  /** The estimated bytes of an event. */
  long bytes(Event event) {
    long bytes = fixedBytes;
    for (int field = 0; field < places.length; field++) {
      if (places[field] >= 0 && rows.kind(places[field]) == Column.Kind.OBJECTS) {
        bytes += Footprint.of(event.value(field));
      }
    }
    return bytes;
  }

  /** The same of an event that is kept. */
  long bytes(int number) {
    long bytes = fixedBytes;
    for (int field = 0; field < places.length; field++) {
      if (places[field] >= 0 && rows.kind(places[field]) == Column.Kind.OBJECTS) {
        bytes += Footprint.of(rows.get(number, places[field]));
      }
    }
    return bytes;
  }
}
