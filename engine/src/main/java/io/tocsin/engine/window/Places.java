package io.tocsin.engine.window;

import java.util.Arrays;

/**
 * The source partitions that events came from, numbered in the order in which they were first seen,
 * because there are few of them and a number takes less than their names.
 */
final class Places {
  private long[] places = new long[1];
  private int size;
  private int last;

  /** The number of a partition of a source. */
  int numberOf(int source, int partition) {
    long place = (long) source << 32 | Integer.toUnsignedLong(partition);
    if (last < size && places[last] == place) {
      return last;
    }
    for (int i = 0; i < size; i++) {
      if (places[i] == place) {
        last = i;
        return i;
      }
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
    }
    places[size] = place;
    last = size;
    return size++;
  }

  int source(int number) {
    return (int) (places[number] >>> 32);
  }

  int partition(int number) {
    return (int) places[number];
  }

  /** How many there are. */
  int size() {
    return size;
  }
}
