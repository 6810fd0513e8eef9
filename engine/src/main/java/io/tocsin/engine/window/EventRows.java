package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import org.jspecify.annotations.Nullable;

/** Events by their numbers: what is kept of each, in columns of {@link LogChunk}s. */
abstract sealed class EventRows permits EventLog, EventSlab {
  /** What an event takes without its values, bytes: time, offset, group, next. */
  static final int BYTES = 16;

  static final int SHIFT = Integer.numberOfTrailingZeros(LogChunk.SIZE);
  static final int MASK = LogChunk.SIZE - 1;

  /** The first chunk begins with so many places, because many have few events. */
  static final int SMALL = 16;

  private final Column.Kind[] kinds;
  private final Places places = new Places();

  EventRows(Column.Kind[] kinds) {
    this.kinds = kinds;
  }

  /** The chunk of an event that is there. */
  abstract LogChunk chunk(int event);

  /** How many events there are. */
  abstract int size();

  /** Adds an event; returns its number. */
  abstract int add(long time, SourcePosition position, int group);

  /** Forgets all events and gives their memory back. */
  abstract void clear();

  final boolean isEmpty() {
    return size() == 0;
  }

  final LogChunk newChunk(long time, int capacity) {
    return new LogChunk(kinds, time, capacity);
  }

  final void put(int event, long time, SourcePosition position, int group) {
    chunk(event)
        .put(
            event & MASK,
            time,
            places.numberOf(position.source(), position.partition()),
            position.offset(),
            position.derivation(),
            group);
  }

  final long time(int event) {
    return chunk(event).time(event & MASK);
  }

  final int group(int event) {
    return chunk(event).group(event & MASK);
  }

  final void group(int event, int group) {
    chunk(event).group(event & MASK, group);
  }

  /** The next event of the same group; not for the last, which has none. */
  final int next(int event) {
    return chunk(event).next(event & MASK);
  }

  final void next(int event, int following) {
    chunk(event).next(event & MASK, following);
  }

  final SourcePosition position(int event) {
    LogChunk chunk = chunk(event);
    int at = event & MASK;
    int place = chunk.place(at);
    return new SourcePosition(
        places.source(place), places.partition(place), chunk.offset(at), chunk.derivation(at));
  }

  /** Adds an event to others with the same columns; returns its number there. */
  final int copyTo(EventRows others, int event) {
    int copy = others.add(time(event), position(event), group(event));
    for (int column = 0; column < kinds.length; column++) {
      others.set(copy, column, get(event, column));
    }
    return copy;
  }

  /** How many values are kept of each event. */
  final int columns() {
    return kinds.length;
  }

  final Column.Kind kind(int column) {
    return kinds[column];
  }

  final void set(int event, int column, @Nullable Object value) {
    chunk(event).column(column).set(event & MASK, value);
  }

  final @Nullable Object get(int event, int column) {
    return chunk(event).column(column).get(event & MASK);
  }

  final void setLong(int event, int column, long value) {
    chunk(event).column(column).setLong(event & MASK, value);
  }

  final long getLong(int event, int column) {
    return chunk(event).column(column).getLong(event & MASK);
  }

  final double getDouble(int event, int column) {
    return chunk(event).column(column).getDouble(event & MASK);
  }
}
