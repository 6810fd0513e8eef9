package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The live events of one group of a window, oldest first, in columns: time, position and one column
 * of arguments for each function that takes one. Grows by doubling and shrinks when three quarters
 * are empty.
 */
final class Ring {
  private static final int SMALLEST = 4;

  private final int columns;
  private long[] times = new long[SMALLEST];
  private @Nullable SourcePosition[] positions = new SourcePosition[SMALLEST];
  private @Nullable Object[] arguments;
  private int head;
  private int size;

  Ring(int columns) {
    this.columns = columns;
    this.arguments = new Object[SMALLEST * columns];
  }

  int size() {
    return size;
  }

  void add(long time, SourcePosition position, @Nullable Object[] values) {
    if (size == times.length) {
      resize(size * 2);
    }
    int at = index(size);
    times[at] = time;
    positions[at] = position;
    System.arraycopy(values, 0, arguments, at * columns, columns);
    size++;
  }

  void removeOldest() {
    positions[head] = null;
    for (int c = 0; c < columns; c++) {
      arguments[head * columns + c] = null;
    }
    head = (head + 1) & (times.length - 1);
    size--;
    if (times.length > SMALLEST && size <= times.length / 4) {
      resize(times.length / 2);
    }
  }

  long time(int i) {
    return times[index(i)];
  }

  SourcePosition position(int i) {
    SourcePosition position = positions[index(i)];
    if (position == null) {
      throw new IndexOutOfBoundsException("[" + i + "] of [" + size + "]");
    }
    return position;
  }

  @Nullable Object argument(int i, int column) {
    return arguments[index(i) * columns + column];
  }

  /** Positions from an index on, at most so many. */
  List<SourcePosition> positions(int from, int most) {
    List<SourcePosition> list = new ArrayList<>(Math.max(0, Math.min(most, size - from)));
    for (int i = Math.max(0, from); i < size && list.size() < most; i++) {
      list.add(position(i));
    }
    return list;
  }

  private int index(int i) {
    return (head + i) & (times.length - 1);
  }

  private void resize(int capacity) {
    long[] newTimes = new long[capacity];
    @Nullable SourcePosition[] newPositions = new SourcePosition[capacity];
    @Nullable Object[] newArguments = new Object[capacity * columns];
    for (int i = 0; i < size; i++) {
      int at = index(i);
      newTimes[i] = times[at];
      newPositions[i] = positions[at];
      System.arraycopy(arguments, at * columns, newArguments, i * columns, columns);
    }
    times = newTimes;
    positions = newPositions;
    arguments = newArguments;
    head = 0;
  }
}
