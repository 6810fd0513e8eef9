package io.tocsin.engine.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the groups of a window by their keys. A number is used again once its group is gone;
 * {@link #renumber} closes the gaps that many groups have left.
 *
 * <p>Open addressing with linear probing; a removal moves what follows it back (Knuth, The Art of
 * Computer Programming 3, 6.4, algorithm R).
 */
final class GroupTable {
  /** There is no such group. */
  static final int NONE = -1;

  private static final int SMALL = 16;

  /**
   * The hash of a key and one more than its number, 0 where the place is free; twice as many as
   * there are numbers. The hash is here too, so that what is another key is passed over without a
   * look at it.
   */
  private long[] table = new long[SMALL * 2];

  private @Nullable Object[] keys = new Object[SMALL];
  private int[] hashes = new int[SMALL];
  private long[] born = new long[SMALL];
  private int[] free = new int[SMALL];
  private int freed;
  private int numbers;
  private int size;
  private long births;

  /** How many groups there are. */
  int size() {
    return size;
  }

  /** One more than the highest number in use, at the least; up to this number there is place. */
  int capacity() {
    return keys.length;
  }

  /** The number of a key's group, {@link #NONE} where there is none. */
  int find(Object key) {
    int hash = spread(key.hashCode());
    for (int at = hash & (table.length - 1); ; at = (at + 1) & (table.length - 1)) {
      long place = table[at];
      if (place == 0) {
        return NONE;
      }
      if (hash(place) == hash && key.equals(keys[group(place)])) {
        return group(place);
      }
    }
  }

  private static int group(long place) {
    return (int) place - 1;
  }

  private static int hash(long place) {
    return (int) (place >>> 32);
  }

  /** Adds a group for a key that has none; returns its number. */
  int add(Object key) {
    int group = freed > 0 ? free[--freed] : numbers++;
    if (group == keys.length) {
      grow(group * 2);
    }
    keys[group] = key;
    hashes[group] = spread(key.hashCode());
    born[group] = births++;
    place(group);
    size++;
    return group;
  }

  private void grow(int capacity) {
    keys = Arrays.copyOf(keys, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    born = Arrays.copyOf(born, capacity);
    table = new long[capacity * 2];
    for (int group = 0; group < capacity; group++) {
      if (keys[group] != null) {
        place(group);
      }
    }
  }

  private void place(int group) {
    int at = hashes[group] & (table.length - 1);
    while (table[at] != 0) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = (long) hashes[group] << 32 | (group + 1);
  }

  /** Forgets a group; its number is free. */
  void remove(int group) {
    int mask = table.length - 1;
    int at = hashes[group] & mask;
    while (table[at] == 0 || group(table[at]) != group) {
      at = (at + 1) & mask;
    }
    int hole = at;
    for (int next = (at + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
      int home = hash(table[next]) & mask;
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        table[hole] = table[next];
        hole = next;
      }
    }
    table[hole] = 0;
    keys[group] = null;
    size--;
    if (freed == free.length) {
      free = Arrays.copyOf(free, freed * 2);
    }
    free[freed++] = group;
  }

  /** The key of a group, as it is compared; null where there is no such group. */
  @Nullable Object key(int group) {
    return keys[group];
  }

  /** The numbers of all groups, in the order in which they were added. */
  int[] inOrder() {
    long[] order = new long[size];
    int count = 0;
    long first = first();
    for (int group = 0; group < numbers; group++) {
      if (keys[group] != null) {
        order[count++] = (born[group] - first) << 31 | group;
      }
    }
    Arrays.sort(order);
    int[] groups = new int[count];
    for (int i = 0; i < count; i++) {
      groups[i] = (int) (order[i] & Integer.MAX_VALUE);
    }
    return groups;
  }

  private long first() {
    long first = births;
    for (int group = 0; group < numbers; group++) {
      if (keys[group] != null) {
        first = Math.min(first, born[group]);
      }
    }
    return first;
  }

  /** Whether so few of the numbers are in use that it is worth to {@link #renumber}. */
  boolean isSparse() {
    return keys.length > SMALL * 64 && size < keys.length / 8;
  }

  /**
   * Gives the groups the lowest numbers, in the order in which they were added.
   *
   * @return the earlier number of each
   */
  int[] renumber() {
    int[] before = inOrder();
    int capacity = Math.max(SMALL, Integer.highestOneBit(Math.max(1, size)) * 2);
    @Nullable Object[] olderKeys = keys;
    keys = new Object[capacity];
    for (int i = 0; i < before.length; i++) {
      keys[i] = olderKeys[before[i]];
    }
    hashes = picked(hashes, before, capacity);
    long[] olderBorn = born;
    born = new long[capacity];
    for (int i = 0; i < before.length; i++) {
      born[i] = olderBorn[before[i]];
    }
    free = new int[SMALL];
    freed = 0;
    numbers = size;
    table = new long[capacity * 2];
    for (int group = 0; group < size; group++) {
      place(group);
    }
    return before;
  }

  /** The elements at the given places, with room for so many. */
  static int[] picked(int[] values, int[] places, int capacity) {
    int[] picked = new int[capacity];
    for (int i = 0; i < places.length; i++) {
      picked[i] = values[places[i]];
    }
    return picked;
  }

  /** Because texts that differ in their last character have neighbouring hashes. */
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
