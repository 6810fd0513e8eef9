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
 * Whole events of one type in an {@link EventLog}, by their key. What the key or the time says
 * already takes no place; an event is put together again when it is asked for.
 */
final class EventColumns {
  /** The field is the event's time, nearly always. */
  private static final int TIME = -1;

  /** The field is the part 0 of the key; part 1 is one less, and so on. */
  private static final int KEY = -2;

  /** In the place of a time that is null, because null stands for the event's own. */
  private static final Object NO_TIME = new Object();

  private final EventType type;
  private final FactFactory facts;
  private final int[] places;
  private final int timeColumn;
  private final EventLog log;
  private final long fixedBytes;

  EventColumns(EventType type, KeyGroup group, FactFactory facts) {
    this.type = type;
    this.facts = facts;
    this.places = new int[type.fields().size()];
    List<Column.Kind> kinds = new ArrayList<>();
    int time = -1;
    for (int field = 0; field < places.length; field++) {
      int part = partOf(group, field);
      if (part >= 0) {
        places[field] = KEY - part;
      } else if (type.fields().get(field).name().equals(type.timeField())) {
        places[field] = TIME;
        time = kinds.size();
        kinds.add(Column.Kind.RARE);
      } else {
        places[field] = kinds.size();
        kinds.add(Column.Kind.of(type.fields().get(field)));
      }
    }
    this.timeColumn = time;
    this.log = new EventLog(kinds.toArray(Column.Kind[]::new));
    this.fixedBytes = EventLog.BYTES + kinds.stream().mapToLong(Footprint::of).sum();
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

  EventLog log() {
    return log;
  }

  /** Adds an event of a key's group; returns its number. */
  int add(Event event, int group) {
    int number = log.add(event.time(), event.position(), group);
    for (int field = 0; field < places.length; field++) {
      Object value = event.value(field);
      if (places[field] >= 0) {
        log.set(number, places[field], value);
      } else if (places[field] == TIME) {
        boolean own = value instanceof Long time && time == event.time();
        log.set(number, timeColumn, own ? null : value == null ? NO_TIME : value);
      }
    }
    return number;
  }

  /** An event with the key of its group. */
  Fact fact(int number, Object key) {
    long time = log.time(number);
    @Nullable Object[] values = new Object[places.length];
    for (int field = 0; field < values.length; field++) {
      if (places[field] >= 0) {
        values[field] = log.get(number, places[field]);
      } else if (places[field] == TIME) {
        Object other = log.get(number, timeColumn);
        values[field] = other == null ? (Object) time : other == NO_TIME ? null : other;
      } else {
        Object part = EventKey.part(key, KEY - places[field]);
        boolean narrow = type.fields().get(field).kind() == FieldKind.INT;
        values[field] = narrow && part instanceof Long whole ? (Object) whole.intValue() : part;
      }
    }
    return facts.toFact(new Event(type, time, values, log.position(number)));
  }

  /** The estimated bytes of an event without what its values refer to. */
  long fixedBytes() {
    return fixedBytes;
  }

  /** The estimated bytes of an event. */
  long bytes(Event event) {
    long bytes = fixedBytes;
    for (int field = 0; field < places.length; field++) {
      if (places[field] >= 0 && log.kind(places[field]) == Column.Kind.OBJECTS) {
        bytes += Footprint.of(event.value(field));
      }
    }
    return bytes;
  }

  /** The same of an event that is kept. */
  long bytes(int number) {
    long bytes = fixedBytes;
    for (int field = 0; field < places.length; field++) {
      if (places[field] >= 0 && log.kind(places[field]) == Column.Kind.OBJECTS) {
        bytes += Footprint.of(log.get(number, places[field]));
      }
    }
    return bytes;
  }
}
