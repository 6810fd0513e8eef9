package io.tocsin.engine.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some events of an {@link EventLog} in a row. A time takes 32 bits, as the distance to the first
 * one's, and so does an offset, as the distance to the first one's of its partition; where one does
 * not fit, all of them take 64 bits from then on.
 */
final class LogChunk {
  /** How many events a chunk holds. */
  static final int SIZE = 1 << 10;

  private final Column[] columns;
  private int[] groups;
  private int[] nexts;
  private final long firstTime;
  private int @Nullable [] times;
  private long @Nullable [] wideTimes;
  private long[] bases = {};
  private boolean[] based = {};
  private int @Nullable [] offsets;
  private long @Nullable [] wideOffsets;

  /** Null as long as all events come from the place with the number 0. */
  private char @Nullable [] places;

  /** Null until the first derived event, because most streams have none. */
  private int @Nullable [] derivations;

  /** One more than the highest place that was used. */
  private int size;

  /**
   * @param kinds what its columns hold
   * @param firstTime the time of the first event, epoch milliseconds
   * @param capacity how many events it has a place for at first
   */
  LogChunk(Column.Kind[] kinds, long firstTime, int capacity) {
    this.firstTime = firstTime;
    this.groups = new int[capacity];
    this.nexts = new int[capacity];
    this.times = new int[capacity];
    this.offsets = new int[capacity];
    this.columns = new Column[kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      columns[i] = kinds[i].create(capacity);
    }
  }

  /**
   * Puts an event at a place that is free, or the next one. Its values are set afterwards.
   *
   * @param at from 0, at most one more than the highest that was used
   */
  void put(int at, long time, int place, long offset, int derivation, int group) {
    if (at == groups.length) {
      grow(at * 2);
    }
    size = Math.max(size, at + 1);
    groups[at] = group;
    time(at, time);
    if (place > 0 || places != null) {
      place(at, place);
    }
    offset(at, place, offset);
    if (derivation != 0 || derivations != null) {
      derivation(at, derivation);
    }
  }

  private void grow(int capacity) {
    groups = Arrays.copyOf(groups, capacity);
    nexts = Arrays.copyOf(nexts, capacity);
    times = times == null ? null : Arrays.copyOf(times, capacity);
    wideTimes = wideTimes == null ? null : Arrays.copyOf(wideTimes, capacity);
    offsets = offsets == null ? null : Arrays.copyOf(offsets, capacity);
    wideOffsets = wideOffsets == null ? null : Arrays.copyOf(wideOffsets, capacity);
    places = places == null ? null : Arrays.copyOf(places, capacity);
    derivations = derivations == null ? null : Arrays.copyOf(derivations, capacity);
    for (Column column : columns) {
      column.grow(capacity);
    }
  }

  private void time(int at, long time) {
    if (times != null) {
      long distance = time - firstTime;
      if (distance == (int) distance) {
        times[at] = (int) distance;
        return;
      }
      long[] wide = new long[groups.length];
      for (int i = 0; i < size; i++) {
        wide[i] = time(i);
      }
      wideTimes = wide;
      times = null;
    }
    if (wideTimes != null) {
      wideTimes[at] = time;
    }
  }

  private void place(int at, int place) {
    if (places == null) {
      places = new char[groups.length];
    }
    if (place > Character.MAX_VALUE) {
      throw new IllegalStateException(
          "A window has events of more than [" + Character.MAX_VALUE + "] source partitions.");
    }
    places[at] = (char) place;
  }

  private void offset(int at, int place, long offset) {
    if (offsets != null) {
      if (place >= bases.length) {
        bases = Arrays.copyOf(bases, place + 1);
        based = Arrays.copyOf(based, place + 1);
      }
      if (!based[place]) {
        bases[place] = offset;
        based[place] = true;
      }
      long distance = offset - bases[place];
      if (distance == (int) distance) {
        offsets[at] = (int) distance;
        return;
      }
      long[] wide = new long[groups.length];
      for (int i = 0; i < size; i++) {
        wide[i] = offset(i);
      }
      wideOffsets = wide;
      offsets = null;
    }
    if (wideOffsets != null) {
      wideOffsets[at] = offset;
    }
  }

  private void derivation(int at, int derivation) {
    if (derivations == null) {
      derivations = new int[groups.length];
    }
    derivations[at] = derivation;
  }

  long time(int at) {
    if (times != null) {
      return firstTime + times[at];
    }
    return wideTimes == null ? 0 : wideTimes[at];
  }

  int place(int at) {
    return places == null ? 0 : places[at];
  }

  long offset(int at) {
    if (offsets != null) {
      return bases[place(at)] + offsets[at];
    }
    return wideOffsets == null ? 0 : wideOffsets[at];
  }

  int derivation(int at) {
    return derivations == null ? 0 : derivations[at];
  }

  int group(int at) {
    return groups[at];
  }

  void group(int at, int group) {
    groups[at] = group;
  }

  /** The next event of the same group, as it was set. */
  int next(int at) {
    return nexts[at];
  }

  void next(int at, int event) {
    nexts[at] = event;
  }

  Column column(int number) {
    return columns[number];
  }

  /** Lets go of what the values of an event refer to. */
  void clear(int at) {
    for (Column column : columns) {
      column.clear(at);
    }
  }
}
