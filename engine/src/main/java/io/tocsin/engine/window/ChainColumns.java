package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FactFactory;
import io.tocsin.engine.plan.KeyGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule about single events keeps: for each of its patterns the events in the order in which
 * they go, linked by key, and for each key where they begin and end and which matches wait.
 */
final class ChainColumns {
  private final GroupTable table = new GroupTable();
  private final EventColumns[] events;

  /** By key and pattern: its first and last event, and how many there are. */
  private int[] heads = {};

  private int[] tails = {};
  private int[] counts = {};
  private @Nullable List<Pending>[] pendings;
  private long @Nullable [] gaps;
  private long @Nullable [] unseen;

  ChainColumns(Chain chain, KeyGroup group, FactFactory facts) {
    this.events = new EventColumns[chain.keepers().size()];
    for (Chain.Keeper keeper : chain.keepers()) {
      events[keeper.number()] = new EventColumns(keeper.plan().type(), group, facts);
    }
    this.pendings = noPendings(0);
    grow();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable List<Pending>[] noPendings(int length) {
    return new List[length];
  }

  private void grow() {
    int capacity = table.capacity();
    heads = Arrays.copyOf(heads, capacity * events.length);
    tails = Arrays.copyOf(tails, capacity * events.length);
    counts = Arrays.copyOf(counts, capacity * events.length);
    pendings = Arrays.copyOf(pendings, capacity);
    gaps = gaps == null ? null : Arrays.copyOf(gaps, capacity);
    unseen = unseen == null ? null : Arrays.copyOf(unseen, capacity);
  }

  /** How many keys there are. */
  int size() {
    return table.size();
  }

  /** The number of a key, {@link GroupTable#NONE} where nothing is kept for it. */
  int find(Object key) {
    return table.find(key);
  }

  /** Adds a key. */
  int begin(Object key) {
    int number = table.add(key);
    if (table.capacity() > pendings.length) {
      grow();
    }
    Arrays.fill(counts, number * events.length, (number + 1) * events.length, 0);
    if (gaps != null) {
      gaps[number] = ChainState.COMPLETE;
    }
    if (unseen != null) {
      unseen[number] = ChainState.COMPLETE;
    }
    return number;
  }

  /** Forgets a key for which nothing is kept. */
  void end(int number) {
    table.remove(number);
    pendings[number] = null;
  }

  Object key(int number) {
    Object key = table.key(number);
    if (key == null) {
      throw new IllegalStateException("There is no key [" + number + "].");
    }
    return key;
  }

  EventColumns events(int pattern) {
    return events[pattern];
  }

  /** Keeps an event of a key for a pattern. */
  void add(int number, int pattern, Fact fact) {
    int at = number * events.length + pattern;
    int event = events[pattern].add(fact.event(), number);
    if (counts[at]++ == 0) {
      heads[at] = event;
    } else {
      events[pattern].log().next(tails[at], event);
    }
    tails[at] = event;
  }

  /** Removes the oldest event of a pattern, whichever key it has; returns the key's number. */
  int removeFirst(int pattern) {
    EventLog log = events[pattern].log();
    int event = log.first();
    int number = log.group(event);
    int at = number * events.length + pattern;
    if (--counts[at] > 0) {
      heads[at] = log.next(event);
    }
    log.removeFirst();
    return number;
  }

  /** The events of a key and pattern, oldest first. */
  Iterable<Fact> stored(int number, int pattern) {
    int at = number * events.length + pattern;
    if (counts[at] == 0) {
      return List.of();
    }
    Object key = key(number);
    return () ->
        new Iterator<>() {
          private int event = heads[at];
          private int left = counts[at];

          @Override
          public boolean hasNext() {
            return left > 0;
          }

          @Override
          public Fact next() {
            Fact fact = events[pattern].fact(event, key);
            event = --left > 0 ? events[pattern].log().next(event) : event;
            return fact;
          }
        };
  }

  /** The matches of a key that wait; null where there have been none. */
  @Nullable List<Pending> pendings(int number) {
    return pendings[number];
  }

  /** The same, made where there have been none. */
  List<Pending> addPendings(int number) {
    List<Pending> list = pendings[number];
    if (list == null) {
      list = new ArrayList<>(1);
      pendings[number] = list;
    }
    return list;
  }

  boolean isEmpty(int number) {
    for (int at = number * events.length; at < (number + 1) * events.length; at++) {
      if (counts[at] > 0) {
        return false;
      }
    }
    List<Pending> waiting = pendings[number];
    return waiting == null || waiting.isEmpty();
  }

  long gap(int number) {
    return gaps == null ? ChainState.COMPLETE : gaps[number];
  }

  void gap(int number, long until) {
    gaps = set(gaps, number, until);
  }

  long unseen(int number) {
    return unseen == null ? ChainState.COMPLETE : unseen[number];
  }

  void unseen(int number, long time) {
    unseen = set(unseen, number, time);
  }

  private long @Nullable [] set(long @Nullable [] column, int number, long value) {
    long[] values = column;
    if (values == null) {
      if (value == ChainState.COMPLETE) {
        return null;
      }
      values = new long[pendings.length];
      Arrays.fill(values, ChainState.COMPLETE);
    }
    values[number] = value;
    return values;
  }

  /** The numbers of the keys in the order in which they were added. */
  int[] inOrder() {
    return table.inOrder();
  }

  /** Gives memory back that many keys and events have left behind; numbers of keys change. */
  void shrink() {
    for (EventColumns each : events) {
      if (each.log().isEmpty()) {
        each.log().clear();
      }
    }
    if (!table.isSparse()) {
      return;
    }
    int[] before = table.renumber();
    int capacity = table.capacity();
    int[] now = new int[pendings.length];
    for (int i = 0; i < before.length; i++) {
      now[before[i]] = i;
    }
    for (EventColumns each : events) {
      EventLog log = each.log();
      for (int event = log.first(), left = log.size(); left > 0; left--, event++) {
        log.group(event, now[log.group(event)]);
      }
    }
    heads = moved(heads, before, capacity);
    tails = moved(tails, before, capacity);
    counts = moved(counts, before, capacity);
    @Nullable List<Pending>[] older = pendings;
    pendings = noPendings(capacity);
    for (int i = 0; i < before.length; i++) {
      pendings[i] = older[before[i]];
    }
    gaps = moved(gaps, before, capacity);
    unseen = moved(unseen, before, capacity);
  }

  private int[] moved(int[] older, int[] before, int capacity) {
    int[] moved = new int[capacity * events.length];
    for (int i = 0; i < before.length; i++) {
      System.arraycopy(older, before[i] * events.length, moved, i * events.length, events.length);
    }
    return moved;
  }

  private static long @Nullable [] moved(long @Nullable [] older, int[] before, int capacity) {
    if (older == null) {
      return null;
    }
    long[] moved = new long[capacity];
    for (int i = 0; i < before.length; i++) {
      moved[i] = older[before[i]];
    }
    return moved;
  }
}
