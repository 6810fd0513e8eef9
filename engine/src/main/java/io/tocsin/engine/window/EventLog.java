package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they came, of which the oldest goes first. Those of one group are
 * linked, so that they are found without the others.
 *
 * <p>Numbers go up by one and begin again after 2^32, so that they are compared by their difference
 * only. Memory comes and goes by chunks.
 */
final class EventLog extends EventRows {
  private @Nullable LogChunk[] chunks = new LogChunk[4];
  private int first;
  private int end;

  /**
   * @param kinds what is kept of each event
   */
  EventLog(Column.Kind[] kinds) {
    super(kinds);
  }

  @Override
  int size() {
    return end - first;
  }

  /** The oldest event; there must be one. */
  int first() {
    return first;
  }

  @Override
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
    chunks[end >>> SHIFT & (chunks.length - 1)] = newChunk(time, used == 0 ? SMALL : LogChunk.SIZE);
  }

  @Override
  LogChunk chunk(int event) {
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

  @Override
  void clear() {
    chunks = new LogChunk[4];
    first = 0;
    end = 0;
  }
}
