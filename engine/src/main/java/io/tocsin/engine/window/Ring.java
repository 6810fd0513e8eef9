package io.tocsin.engine.window;

import io.tocsin.engine.event.Positions;
import io.tocsin.engine.event.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * The live events of one group of a window, oldest first, as numbers: time, offset and place of
 * each, and one column of arguments for each function that takes one. Grows by doubling and shrinks
 * when three quarters are empty.
 */
final class Ring {
  private static final int NUMBERS = 3;
  private static final @Nullable Object[] NONE = {};

  private final int columns;
  private long[] numbers = new long[NUMBERS];
  private @Nullable Object[] arguments;

  /** Null until the first derived event, because most streams have none. */
  private int @Nullable [] derivations;

  private int capacity = 1;
  private int head;
  private int size;

  Ring(int columns) {
    this.columns = columns;
    this.arguments = columns == 0 ? NONE : new Object[columns];
  }

  int size() {
    return size;
  }

  void add(long time, SourcePosition position, @Nullable Object[] values) {
    if (size == capacity) {
      resize(size * 2);
    }
    int at = index(size);
    numbers[at * NUMBERS] = time;
    numbers[at * NUMBERS + 1] = position.offset();
    numbers[at * NUMBERS + 2] = (long) position.source() << 32 | position.partition();
    if (position.derivation() != 0 || derivations != null) {
      derivation(at, position.derivation());
    }
    System.arraycopy(values, 0, arguments, at * columns, columns);
    size++;
  }

  private void derivation(int at, int derivation) {
    if (derivations == null) {
      derivations = new int[capacity];
    }
    derivations[at] = derivation;
  }

  void removeOldest() {
    for (int c = 0; c < columns; c++) {
      arguments[head * columns + c] = null;
    }
    head = (head + 1) & (capacity - 1);
    size--;
    if (capacity > 1 && size <= capacity / 4) {
      resize(capacity / 2);
    }
  }

  long time(int i) {
    return numbers[index(i) * NUMBERS];
  }

  SourcePosition position(int i) {
    if (i >= size) {
      throw new IndexOutOfBoundsException("[" + i + "] of [" + size + "]");
    }
    int at = index(i);
    long place = numbers[at * NUMBERS + 2];
    return new SourcePosition(
        (int) (place >>> 32),
        (int) place,
        numbers[at * NUMBERS + 1],
        derivations == null ? 0 : derivations[at]);
  }

  @Nullable Object argument(int i, int column) {
    return arguments[index(i) * columns + column];
  }

  /** The arguments of one event. */
  @Nullable Object[] arguments(int i) {
    @Nullable Object[] values = new Object[columns];
    System.arraycopy(arguments, index(i) * columns, values, 0, columns);
    return values;
  }

  /** Positions from an index on, at most so many. */
  Positions positions(int from, int most) {
    int first = Math.max(0, from);
    int many = Math.max(0, Math.min(most, size - first));
    Positions.Builder positions = new Positions.Builder(many);
    for (int i = first; i < first + many; i++) {
      SourcePosition one = position(i);
      positions.add(one.source(), one.partition(), one.offset(), one.derivation());
    }
    return positions.build();
  }

  private int index(int i) {
    return (head + i) & (capacity - 1);
  }

  private void resize(int wanted) {
    long[] newNumbers = new long[wanted * NUMBERS];
    @Nullable Object[] newArguments = columns == 0 ? NONE : new Object[wanted * columns];
    int[] newDerivations = derivations == null ? null : new int[wanted];
    for (int i = 0; i < size; i++) {
      int at = index(i);
      System.arraycopy(numbers, at * NUMBERS, newNumbers, i * NUMBERS, NUMBERS);
      System.arraycopy(arguments, at * columns, newArguments, i * columns, columns);
      if (newDerivations != null && derivations != null) {
        newDerivations[i] = derivations[at];
      }
    }
    numbers = newNumbers;
    arguments = newArguments;
    derivations = newDerivations;
    capacity = wanted;
    head = 0;
  }
}
