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
  private final EventLog[] logs;

  /** Matches that wait, where an event is all that there is of them; else {@link #pendings}. */
  private final @Nullable WaitingEvents waiting;

  /** How many lists of events a key has: one for each pattern, and one of those that wait. */
  private final int lists;

  /** By key and pattern: its first and last event, and how many there are. */
  private int[] heads = {};

  private int[] tails = {};
  private int[] counts = {};
  private @Nullable List<Pending>[] pendings;
  private long @Nullable [] gaps;
  private long @Nullable [] unseen;

  ChainColumns(Chain chain, KeyGroup group, FactFactory facts) {
    this.events = new EventColumns[chain.keepers().size()];
    this.logs = new EventLog[events.length];
    for (Chain.Keeper keeper : chain.keepers()) {
      EventColumns.Layout layout = new EventColumns.Layout(keeper.plan().type(), group);
      logs[keeper.number()] = new EventLog(layout.kinds());
      events[keeper.number()] = new EventColumns(layout, logs[keeper.number()], facts);
    }
    Chain.Keeper alone = chain.alone();
    this.waiting = alone == null ? null : new WaitingEvents(alone.plan().type(), group, facts);
    this.lists = events.length + (waiting == null ? 0 : 1);
    this.pendings = noPendings(0);
    grow();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable List<Pending>[] noPendings(int length) {
    return new List[length];
  }

  private void grow() {
    int capacity = table.capacity();
    heads = Arrays.copyOf(heads, capacity * lists);
    tails = Arrays.copyOf(tails, capacity * lists);
    counts = Arrays.copyOf(counts, capacity * lists);
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
    Arrays.fill(counts, number * lists, (number + 1) * lists, 0);
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

  EventLog log(int pattern) {
    return logs[pattern];
  }

  /** The matches that wait, where an event is all that there is of them; null where it is not. */
  @Nullable WaitingEvents waiting() {
    return waiting;
  }

  /** Keeps an event of a key for a pattern. */
  void add(int number, int pattern, Fact fact) {
    append(number, pattern, events[pattern].add(fact.event(), number), logs[pattern]);
  }

  private void append(int number, int list, int event, EventRows rows) {
    int at = number * lists + list;
    if (counts[at]++ == 0) {
      heads[at] = event;
    } else {
      rows.next(tails[at], event);
    }
    tails[at] = event;
  }

  /** Removes the oldest event of a pattern, whichever key it has; returns the key's number. */
  int removeFirst(int pattern) {
    EventLog log = logs[pattern];
    int event = log.first();
    int number = log.group(event);
    int at = number * lists + pattern;
    if (--counts[at] > 0) {
      heads[at] = log.next(event);
    }
    log.removeFirst();
    return number;
  }

  /** A match of a key waits, of which its event is all that there is. */
  void await(int number, Fact fact, long sequence) {
    WaitingEvents matches = waitingThere();
    append(number, events.length, matches.add(fact.event(), number, sequence), matches.rows());
  }

  private WaitingEvents waitingThere() {
    if (waiting == null) {
      throw new IllegalStateException("Matches of the rule have no columns.");
    }
    return waiting;
  }

  /** The events of the key's matches that wait, in the order in which these came about. */
  int[] waiting(int number) {
    WaitingEvents matches = waitingThere();
    int at = number * lists + events.length;
    int[] numbers = new int[counts[at]];
    int event = heads[at];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = event;
      event = matches.next(event);
    }
    return numbers;
  }

  /** A match of a key waits no more. */
  void removeWaiting(int event) {
    WaitingEvents matches = waitingThere();
    int at = matches.group(event) * lists + events.length;
    if (heads[at] == event) {
      heads[at] = counts[at] > 1 ? matches.next(event) : event;
    } else {
      int previous = heads[at];
      while (matches.next(previous) != event) {
        previous = matches.next(previous);
      }
      if (tails[at] == event) {
        tails[at] = previous;
      } else {
        matches.next(previous, matches.next(event));
      }
    }
    counts[at]--;
    matches.remove(event);
  }

  /** The events of a key and pattern, oldest first. */
  Iterable<Fact> stored(int number, int pattern) {
    int at = number * lists + pattern;
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
            event = --left > 0 ? logs[pattern].next(event) : event;
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
    for (int at = number * lists; at < (number + 1) * lists; at++) {
      if (counts[at] > 0) {
        return false;
      }
    }
    List<Pending> objects = pendings[number];
    return objects == null || objects.isEmpty();
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
    for (EventLog log : logs) {
      if (log.isEmpty()) {
        log.clear();
      }
    }
    if (table.isSparse()) {
      renumber();
    }
    if (waiting != null && waiting.isSparse()) {
      waiting.compact();
      for (int number : table.inOrder()) {
        counts[number * lists + events.length] = 0;
      }
      for (int event = waiting.first(); event != WaitingEvents.NONE; event = waiting.after(event)) {
        append(waiting.group(event), events.length, event, waiting.rows());
      }
    }
  }

  private void renumber() {
    int[] before = table.renumber();
    int capacity = table.capacity();
    int[] now = new int[pendings.length];
    for (int i = 0; i < before.length; i++) {
      now[before[i]] = i;
    }
    for (EventLog log : logs) {
      for (int event = log.first(), left = log.size(); left > 0; left--, event++) {
        log.group(event, now[log.group(event)]);
      }
    }
    if (waiting != null) {
      for (int event = waiting.first(); event != WaitingEvents.NONE; event = waiting.after(event)) {
        waiting.group(event, now[waiting.group(event)]);
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
    int[] moved = new int[capacity * lists];
    for (int i = 0; i < before.length; i++) {
      System.arraycopy(older, before[i] * lists, moved, i * lists, lists);
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
