package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they came, of which the oldest goes first: what a window keeps of
 * each, in columns. Those of one group are linked, so that they are found without the others.
 *
 * <p>An event has a number; numbers go up by one and begin again after 2^32, so that they are
 * compared by their difference only. Memory comes and goes by {@link LogChunk}s.
 */
final class EventLog {
  /** The first chunk of a log that is small begins with so many places. */
  private static final int SMALL = 16;

  private static final int SHIFT = Integer.numberOfTrailingZeros(LogChunk.SIZE);
  private static final int MASK = LogChunk.SIZE - 1;

  /** What an event takes without its values, bytes: time, offset, group, next. */
  static final int BYTES = 16;

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

  boolean isEmpty() {
    return first == end;
  }

  int size() {
    return end - first;
  }

  /** The oldest event; there must be one. */
  int first() {
    return first;
  }

  /** Adds an event; returns its number. */
  int add(long time, SourcePosition position, int group) {
    LogChunk chunk = (end & MASK) == 0 ? begin(time) : chunk(end);
    chunk.add(
        time,
        places.numberOf(position.source(), position.partition()),
        position.offset(),
        position.derivation(),
        group);
    return end++;
  }

  private LogChunk begin(long time) {
    int used = (end >>> SHIFT) - (first >>> SHIFT) & (-1 >>> SHIFT);
    if (used == chunks.length) {
      @Nullable LogChunk[] more = new LogChunk[chunks.length * 2];
      for (int i = 0; i < used; i++) {
        int number = (first >>> SHIFT) + i;
        more[number & (more.length - 1)] = chunks[number & (chunks.length - 1)];
      }
      chunks = more;
    }
    LogChunk chunk = new LogChunk(kinds, time, used == 0 ? SMALL : LogChunk.SIZE);
    chunks[end >>> SHIFT & (chunks.length - 1)] = chunk;
    return chunk;
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
    LogChunk chunk = chunk(first);
    chunk.clear(first & MASK);
    first++;
    if ((first & MASK) == 0) {
      chunks[(first - 1) >>> SHIFT & (chunks.length - 1)] = null;
    }
  }

  /** Forgets all events and gives their memory back. */
  void clear() {
    chunks = new LogChunk[4];
    first = 0;
    end = 0;
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

  long getLong(int event, int column) {
    return chunk(event).column(column).getLong(event & MASK);
  }

  double getDouble(int event, int column) {
    return chunk(event).column(column).getDouble(event & MASK);
  }
}
