package io.tocsin.engine.window;

import io.tocsin.engine.event.Positions;
import io.tocsin.engine.event.SourcePosition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they came, of which the oldest goes first: what is kept of each, in
 * columns of {@link LogChunk}s. Those of one group are linked, so that they are found without the
 * others.
 *
 * <p>Numbers go up by one and begin again after 2^32, so that they are compared by their difference
 * only. Memory comes and goes by chunks.
 */
final class EventLog {
  /** What an event takes without its values, bytes: time, offset, group, next. */
  static final int BYTES = 16;

  static final int SHIFT = Integer.numberOfTrailingZeros(LogChunk.SIZE);
  static final int MASK = LogChunk.SIZE - 1;

  /** The first chunk begins with so many places, because many have few events. */
  static final int SMALL = 16;

  private final Column.Kind[] kinds;
  private final Places places = new Places();
  private @Nullable LogChunk[] chunks = new LogChunk[4];
  private int first;
  private int end;

  /**
   * @param kinds what is kept of each event
   */
  EventLog(Column.Kind[] kinds) {
    this.kinds = kinds;
  }

  /** How many events there are. */
  int size() {
    return end - first;
  }

  /** The oldest event; there must be one. */
  int first() {
    return first;
  }

  boolean isEmpty() {
    return first == end;
  }

  /** Adds an event; returns its number. */
  int add(long time, SourcePosition position, int group) {
    if ((end & MASK) == 0) {
      begin(time);
    }
    put(end, time, position, group);
    return end++;
  }

  private void begin(long time) {
    int used = (end >>> SHIFT) - (first >>> SHIFT) & (-1 >>> SHIFT);
    if (used == chunks.length) {
      @Nullable LogChunk[] more = new LogChunk[chunks.length * 2];
      for (int i = 0; i < used; i++) {
        int number = (first >>> SHIFT) + i;
        more[number & (more.length - 1)] = chunks[number & (chunks.length - 1)];
      }
      chunks = more;
    }
    chunks[end >>> SHIFT & (chunks.length - 1)] =
        new LogChunk(kinds, time, used == 0 ? SMALL : LogChunk.SIZE);
  }

  private LogChunk chunk(int event) {
    LogChunk chunk = chunks[event >>> SHIFT & (chunks.length - 1)];
    if (chunk == null) {
      throw new IllegalStateException("The event [" + event + "] is gone.");
    }
    return chunk;
  }

  /** The oldest event goes. */
  void removeFirst() {
    chunk(first).clear(first & MASK);
    first++;
    if ((first & MASK) == 0) {
      chunks[(first - 1) >>> SHIFT & (chunks.length - 1)] = null;
    }
  }

  /** Lets go of what the values of an event refer to, which keeps its place. */
  void forget(int event) {
    chunk(event).clear(event & MASK);
  }

  /** Forgets all events and gives their memory back. */
  void clear() {
    chunks = new LogChunk[4];
    first = 0;
    end = 0;
  }

  void put(int event, long time, SourcePosition position, int group) {
    chunk(event)
        .put(
            event & MASK,
            time,
            places.numberOf(position.source(), position.partition()),
            position.offset(),
            position.derivation(),
            group);
  }

  long time(int event) {
    return chunk(event).time(event & MASK);
  }

  int group(int event) {
    return chunk(event).group(event & MASK);
  }

  void group(int event, int group) {
    chunk(event).group(event & MASK, group);
  }

  /** The next event of the same group; not for the last, which has none. */
  int next(int event) {
    return chunk(event).next(event & MASK);
  }

  void next(int event, int following) {
    chunk(event).next(event & MASK, following);
  }

  SourcePosition position(int event) {
    LogChunk chunk = chunk(event);
    int at = event & MASK;
    int place = chunk.place(at);
    return new SourcePosition(
        places.source(place), places.partition(place), chunk.offset(at), chunk.derivation(at));
  }

  /** Adds the position of an event to others. */
  void addPosition(int event, Positions.Builder positions) {
    LogChunk chunk = chunk(event);
    int at = event & MASK;
    int place = chunk.place(at);
    positions.add(
        places.source(place), places.partition(place), chunk.offset(at), chunk.derivation(at));
  }

  /** Adds an event to others with the same columns; returns its number there. */
  int copyTo(EventLog others, int event) {
    int copy = others.add(time(event), position(event), group(event));
    for (int column = 0; column < kinds.length; column++) {
      others.set(copy, column, get(event, column));
    }
    return copy;
  }

  /** Whether an event is the same as one of another log, with the same values. */
  boolean isSame(int event, EventLog other, int theirs) {
    boolean same =
        time(event) == other.time(theirs) && position(event).equals(other.position(theirs));
    for (int column = 0; column < kinds.length && same; column++) {
      same = Objects.equals(get(event, column), other.get(theirs, column));
    }
    return same;
  }

  /** How many values are kept of each event. */
  int columns() {
    return kinds.length;
  }

  Column.Kind kind(int column) {
    return kinds[column];
  }

  void set(int event, int column, @Nullable Object value) {
    chunk(event).column(column).set(event & MASK, value);
  }

  @Nullable Object get(int event, int column) {
    return chunk(event).column(column).get(event & MASK);
  }

  void setLong(int event, int column, long value) {
    chunk(event).column(column).setLong(event & MASK, value);
  }

  long getLong(int event, int column) {
    return chunk(event).column(column).getLong(event & MASK);
  }

  double getDouble(int event, int column) {
    return chunk(event).column(column).getDouble(event & MASK);
  }
}
