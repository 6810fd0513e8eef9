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
  private static final int LIST = 3;
  private static final int HEAD = 0;
  private static final int TAIL = 1;
  private static final int COUNT = 2;

  private final GroupTable table = new GroupTable();
  private final EventColumns[] events;
  private final EventLog[] logs;

  /** Matches that wait, where an event is all that there is of them; else {@link #pendings}. */
  private final @Nullable WaitingEvents waiting;

  /** How many lists of events a key has: one for each pattern, and one of those that wait. */
  private final int lists;

  /**
   * For each key, side by side because they are read together: of each list its first and last
   * event and how many there are, and at last the estimated bytes of the key.
   */
  private int[] rows = {};

  private final int width;
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
    this.width = lists * LIST + 1;
    this.pendings = noPendings(0);
    grow();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable List<Pending>[] noPendings(int length) {
    return new List[length];
  }

  private void grow() {
    int capacity = table.capacity();
    rows = Arrays.copyOf(rows, capacity * width);
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

  /**
   * Adds a key.
   *
   * @param bytes the estimated bytes of the key
   */
  int begin(Object key, long bytes) {
    int number = table.add(key);
    if (table.capacity() > pendings.length) {
      grow();
    }
    Arrays.fill(rows, number * width, (number + 1) * width, 0);
    rows[(number + 1) * width - 1] = (int) Math.min(bytes, Integer.MAX_VALUE);
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

  /** The estimated bytes of a key. */
  int keyBytes(int number) {
    return rows[(number + 1) * width - 1];
  }

  private int list(int number, int list) {
    return number * width + list * LIST;
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

  private void append(int number, int list, int event, EventLog events) {
    int at = list(number, list);
    if (rows[at + COUNT]++ == 0) {
      rows[at + HEAD] = event;
    } else {
      events.next(rows[at + TAIL], event);
    }
    rows[at + TAIL] = event;
  }

  /** Removes the oldest event of a pattern, whichever key it has; returns the key's number. */
  int removeFirst(int pattern) {
    EventLog log = logs[pattern];
    int event = log.first();
    int number = log.group(event);
    int at = list(number, pattern);
    if (--rows[at + COUNT] > 0) {
      rows[at + HEAD] = log.next(event);
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
    int at = list(number, events.length);
    int[] numbers = new int[rows[at + COUNT]];
    int event = rows[at + HEAD];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = event;
      event = matches.next(event);
    }
    return numbers;
  }

  /** A match of a key waits no more. */
  void removeWaiting(int event) {
    WaitingEvents matches = waitingThere();
    int at = list(matches.group(event), events.length);
    if (rows[at + HEAD] == event) {
      rows[at + HEAD] = rows[at + COUNT] > 1 ? matches.next(event) : event;
    } else {
      int previous = rows[at + HEAD];
      while (matches.next(previous) != event) {
        previous = matches.next(previous);
      }
      if (rows[at + TAIL] == event) {
        rows[at + TAIL] = previous;
      } else {
        matches.next(previous, matches.next(event));
      }
    }
    rows[at + COUNT]--;
    matches.remove(event);
  }

  /** The events of a key and pattern, oldest first. */
  Iterable<Fact> stored(int number, int pattern) {
    int at = list(number, pattern);
    if (rows[at + COUNT] == 0) {
      return List.of();
    }
    Object key = key(number);
    return () ->
        new Iterator<>() {
          private int event = rows[at + HEAD];
          private int left = rows[at + COUNT];

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
    for (int list = 0; list < lists; list++) {
      if (rows[list(number, list) + COUNT] > 0) {
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
    if (waiting != null && waiting.isEmpty()) {
      waiting.clear();
    }
    if (waiting != null && waiting.isSparse()) {
      waiting.compact();
      for (int number : table.inOrder()) {
        rows[list(number, events.length) + COUNT] = 0;
      }
      WaitingEvents matches = waiting;
      matches.each(event -> append(matches.group(event), events.length, event, matches.rows()));
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
      WaitingEvents matches = waiting;
      matches.each(event -> matches.group(event, now[matches.group(event)]));
    }
    int[] olderRows = rows;
    rows = new int[capacity * width];
    for (int i = 0; i < before.length; i++) {
      System.arraycopy(olderRows, before[i] * width, rows, i * width, width);
    }
    @Nullable List<Pending>[] older = pendings;
    pendings = noPendings(capacity);
    for (int i = 0; i < before.length; i++) {
      pendings[i] = older[before[i]];
    }
    gaps = moved(gaps, before, capacity);
    unseen = moved(unseen, before, capacity);
  }

  private static long @Nullable [] moved(long @Nullable [] older, int[] before, int capacity) {
    if (older == null) {
      return null;
    }
    return GroupTable.picked(older, before, capacity);
  }
}
