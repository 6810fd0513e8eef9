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
  private static final long UNBORN = -1;

  /**
   * The hash of a key and one more than its number, 0 where the place is free; twice as many as
   * there are numbers. The hash is here too, so that what is another key is passed over without a
   * look at it.
   */
  private long[] table = new long[SMALL * 2];

  /** The keys; null as long as each of them is a whole number. */
  private @Nullable Object @Nullable [] keys;

  /**
   * Two numbers for each group, side by side because they are read together: that of its birth,
   * {@link #UNBORN} where there is no such group; and its key where it is a whole number, else the
   * hash of its key.
   */
  private long[] cells = new long[SMALL * 2];

  private int[] free = new int[SMALL];
  private int freed;
  private int numbers;
  private int size;
  private long births;

  GroupTable() {
    Arrays.fill(cells, UNBORN);
  }

  /** How many groups there are. */
  int size() {
    return size;
  }

  /** One more than the highest number in use, at the least; up to this number there is place. */
  int capacity() {
    return cells.length / 2;
  }

  /** The number of a key's group, {@link #NONE} where there is none. */
  int find(Object key) {
    int hash = spread(key.hashCode());
    @Nullable Object[] known = keys;
    if (known == null) {
      return key instanceof Long whole ? find(whole, hash) : NONE;
    }
    for (int at = hash & (table.length - 1); ; at = (at + 1) & (table.length - 1)) {
      long place = table[at];
      if (place == 0) {
        return NONE;
      }
      if (hash(place) == hash && key.equals(known[group(place)])) {
        return group(place);
      }
    }
  }

  private int find(long key, int hash) {
    for (int at = hash & (table.length - 1); ; at = (at + 1) & (table.length - 1)) {
      long place = table[at];
      if (place == 0) {
        return NONE;
      }
      if (hash(place) == hash && key == cells[group(place) * 2 + 1]) {
        return group(place);
      }
    }
  }

  private boolean isThere(int group) {
    return cells[group * 2] != UNBORN;
  }

  private int hashOf(int group) {
    long cell = cells[group * 2 + 1];
    return keys == null ? spread(Long.hashCode(cell)) : (int) cell;
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
    if (group == capacity()) {
      grow(group * 2);
    }
    if (keys == null && !(key instanceof Long)) {
      box();
    }
    cells[group * 2] = births++;
    if (keys == null) {
      cells[group * 2 + 1] = (Long) key;
    } else {
      keys[group] = key;
      cells[group * 2 + 1] = spread(key.hashCode());
    }
    place(group);
    size++;
    return group;
  }

  private void grow(int capacity) {
    int before = capacity();
    keys = keys == null ? null : Arrays.copyOf(keys, capacity);
    cells = Arrays.copyOf(cells, capacity * 2);
    Arrays.fill(cells, before * 2, capacity * 2, UNBORN);
    table = new long[capacity * 2];
    for (int group = 0; group < before; group++) {
      if (isThere(group)) {
        place(group);
      }
    }
  }

  /** Not all keys are whole numbers any more. */
  private void box() {
    @Nullable Object[] boxed = new Object[capacity()];
    for (int group = 0; group < boxed.length; group++) {
      if (isThere(group)) {
        boxed[group] = cells[group * 2 + 1];
        cells[group * 2 + 1] = spread(Long.hashCode(cells[group * 2 + 1]));
      }
    }
    keys = boxed;
  }

  private void place(int group) {
    int hash = hashOf(group);
    int at = hash & (table.length - 1);
    while (table[at] != 0) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = (long) hash << 32 | (group + 1);
  }

  /** Forgets a group; its number is free. */
  void remove(int group) {
    int mask = table.length - 1;
    int at = hashOf(group) & mask;
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
    if (keys != null) {
      keys[group] = null;
    }
    cells[group * 2] = UNBORN;
    size--;
    if (freed == free.length) {
      free = Arrays.copyOf(free, freed * 2);
    }
    free[freed++] = group;
  }

  /** The key of a group, as it is compared; null where there is no such group. */
  @Nullable Object key(int group) {
    if (keys != null) {
      return keys[group];
    }
    return isThere(group) ? (Object) cells[group * 2 + 1] : null;
  }

  /** The numbers of all groups, in the order in which they were added. */
  int[] inOrder() {
    long[] order = new long[size];
    int count = 0;
    long first = first();
    for (int group = 0; group < numbers; group++) {
      if (isThere(group)) {
        order[count++] = (cells[group * 2] - first) << 31 | group;
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
      if (isThere(group)) {
        first = Math.min(first, cells[group * 2]);
      }
    }
    return first;
  }

  /** Whether so few of the numbers are in use that it is worth to {@link #renumber}. */
  boolean isSparse() {
    return capacity() > SMALL * 64 && size < capacity() / 8;
  }

  /**
   * Gives the groups the lowest numbers, in the order in which they were added.
   *
   * @return the earlier number of each
   */
  int[] renumber() {
    int[] before = inOrder();
    int capacity = Math.max(SMALL, Integer.highestOneBit(Math.max(1, size)) * 2);
    if (keys != null) {
      @Nullable Object[] olderKeys = keys;
      @Nullable Object[] moved = new Object[capacity];
      for (int i = 0; i < before.length; i++) {
        moved[i] = olderKeys[before[i]];
      }
      keys = moved;
    }
    long[] older = cells;
    cells = new long[capacity * 2];
    Arrays.fill(cells, UNBORN);
    for (int i = 0; i < before.length; i++) {
      cells[i * 2] = older[before[i] * 2];
      cells[i * 2 + 1] = older[before[i] * 2 + 1];
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

  /** The same of longs. */
  static long[] picked(long[] values, int[] places, int capacity) {
    long[] picked = new long[capacity];
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
