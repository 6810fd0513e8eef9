package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Events that go in any order; the number of one that has gone is given to another. */
final class EventSlab extends EventRows {
  private @Nullable LogChunk[] chunks = new LogChunk[4];
  private int[] free = new int[SMALL];
  private int freed;
  private int numbers;

  /**
   * @param kinds what is kept of each event
   */
  EventSlab(Column.Kind[] kinds) {
    super(kinds);
  }

  @Override
  int size() {
    return numbers - freed;
  }

  @Override
  int add(long time, SourcePosition position, int group) {
    int event = freed > 0 ? free[--freed] : numbers++;
    if (event >>> SHIFT == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunks.length * 2);
    }
    if (chunks[event >>> SHIFT] == null) {
      chunks[event >>> SHIFT] = newChunk(time, event == 0 ? SMALL : LogChunk.SIZE);
    }
    put(event, time, position, group);
    return event;
  }

  @Override
  LogChunk chunk(int event) {
    LogChunk chunk = chunks[event >>> SHIFT];
    if (chunk == null) {
      throw new IllegalStateException("There is no event [" + event + "].");
    }
    return chunk;
  }

  /** An event goes. */
  void remove(int event) {
    chunk(event).clear(event & MASK);
    if (freed == free.length) {
      free = Arrays.copyOf(free, freed * 2);
    }
    free[freed++] = event;
  }

  /** Whether so few of the numbers are in use that it is worth to move what is left. */
  boolean isSparse() {
    return numbers > 4 * LogChunk.SIZE && size() < numbers / 8;
  }

  @Override
  void clear() {
    chunks = new LogChunk[4];
    free = new int[SMALL];
    freed = 0;
    numbers = 0;
  }
}
