package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.Positions;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Aggregate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a window of time keeps: the live events of all groups in one {@link EventLog}, which is the
 * order in which they leave, and for each group its running functions and where its events begin
 * and end. Every step takes constant time, except that an explanation walks along at most {@value
 * #WALK} events.
 */
final class GroupColumns {
  private static final int EXPLAINED = MatchView.EXPLAINED;
  private static final int WALK = 4 * EXPLAINED;

  private static final int WIDTH_BITS = 3;
  private static final int WIDTH = 1 << WIDTH_BITS;
  private static final int COUNT = 0;
  private static final int TAIL = 1;
  private static final int SINCE_MARK = 2;
  private static final int HOLDS = 3;
  private static final int HEAD = 4;
  private static final int MARK = 5;
  private static final int EARLIER_MARK = 6;
  private static final int KEY_BYTES = 7;

  private final GroupTable table = new GroupTable();
  private final EventLog log;
  private final Total[] totals;
  private final int[] columns;
  private final boolean numbers;

  /** The keys as they are written, where one is not as it is compared; null before that. */
  private @Nullable Object @Nullable [] keys;

  /**
   * {@link #WIDTH} numbers for each group, side by side because they are read together, those that
   * each event needs first: how many events it has, its first and last, and whether its condition
   * held.
   *
   * <p>Its marks are two events that came {@link #EXPLAINED} events after one another, the later
   * one fewer than that before the last: where the walk to the last events begins.
   */
  private int[] rows = {};

  private long @Nullable [] gaps;

  /**
   * @param aggregates the functions
   * @param kinds what their arguments are, for each that takes one
   */
  GroupColumns(List<Aggregate> aggregates, Column.Kind[] kinds) {
    this.log = new EventLog(kinds);
    this.totals = new Total[aggregates.size()];
    this.columns = new int[aggregates.size()];
    int column = 0;
    for (int i = 0; i < totals.length; i++) {
      boolean takes = aggregates.get(i).argument() != null;
      columns[i] = takes ? column++ : -1;
      totals[i] = Total.of(aggregates.get(i), columns[i], takes ? kinds[columns[i]] : null);
    }
    this.numbers = Arrays.stream(totals).allMatch(Total::isNumber);
    grow();
  }

  private void grow() {
    int capacity = table.capacity();
    keys = keys == null ? null : Arrays.copyOf(keys, capacity);
    rows = Arrays.copyOf(rows, capacity << WIDTH_BITS);
    gaps = gaps == null ? null : Arrays.copyOf(gaps, capacity);
    for (Total total : totals) {
      total.grow(capacity);
    }
  }

  /** How many groups there are. */
  int size() {
    return table.size();
  }

  /** Numbers of groups are below it. */
  int capacity() {
    return rows.length >>> WIDTH_BITS;
  }

  EventLog log() {
    return log;
  }

  /** The group of a key, {@link GroupTable#NONE} where there is none. */
  int find(Object canonicalKey) {
    return table.find(canonicalKey);
  }

  /**
   * Adds a group.
   *
   * @param keyBytes the estimated bytes of its key
   */
  int begin(@Nullable Object key, long keyBytes) {
    Object canonical = EventKey.canonical(key);
    int group = table.add(canonical);
    if (table.capacity() > capacity()) {
      grow();
    }
    if (keys == null && canonical != key) {
      keys = new Object[capacity()];
      for (int known : table.inOrder()) {
        keys[known] = table.key(known);
      }
    }
    if (keys != null) {
      keys[group] = key;
    }
    rows[group << WIDTH_BITS | COUNT] = 0;
    rows[group << WIDTH_BITS | HOLDS] = 0;
    rows[group << WIDTH_BITS | KEY_BYTES] = (int) Math.min(keyBytes, Integer.MAX_VALUE);
    if (gaps != null) {
      gaps[group] = JudgedGroup.COMPLETE;
    }
    for (Total total : totals) {
      total.begin(group);
    }
    return group;
  }

  /** Forgets a group without events. */
  void end(int group) {
    table.remove(group);
    if (keys != null) {
      keys[group] = null;
    }
    for (Total total : totals) {
      total.end(group);
    }
  }

  /**
   * Adds an event.
   *
   * @param arguments one for each function that takes one, in their order
   */
  void add(int group, long time, SourcePosition position, @Nullable Object[] arguments) {
    int event = log.add(time, position, group);
    for (int column = 0; column < arguments.length; column++) {
      log.set(event, column, arguments[column]);
    }
    link(group, event);
  }

  /** Adds an event whose fields are the arguments. */
  void add(int group, Event event, WindowValues values) {
    int number = log.add(event.time(), event.position(), group);
    values.copy(event, log, number);
    link(group, number);
  }

  private void link(int group, int event) {
    int row = group << WIDTH_BITS;
    if (rows[row | COUNT]++ == 0) {
      rows[row | HEAD] = event;
      rows[row | MARK] = event;
      rows[row | EARLIER_MARK] = event;
      rows[row | SINCE_MARK] = 0;
    } else {
      log.next(rows[row | TAIL], event);
      if (++rows[row | SINCE_MARK] == EXPLAINED) {
        rows[row | EARLIER_MARK] = rows[row | MARK];
        rows[row | MARK] = event;
        rows[row | SINCE_MARK] = 0;
      }
    }
    rows[row | TAIL] = event;
    for (Total total : totals) {
      total.add(group, log, event);
    }
  }

  /** Removes the oldest event of all; returns its group. */
  int removeFirst() {
    int event = log.first();
    int group = log.group(event);
    for (Total total : totals) {
      total.remove(group, log, event);
    }
    int row = group << WIDTH_BITS;
    if (--rows[row | COUNT] > 0) {
      rows[row | HEAD] = log.next(event);
    }
    log.removeFirst();
    return group;
  }

  /** The group of the oldest event of all; there must be one. */
  int firstGroup() {
    return log.group(log.first());
  }

  /** No group is marked any more. */
  void noneHolds() {
    for (int group : table.inOrder()) {
      holds(group, false);
    }
  }

  @Nullable Object key(int group) {
    if (keys != null) {
      return keys[group];
    }
    return table.key(group);
  }

  /** The estimated bytes of a group's key. */
  int keyBytes(int group) {
    return rows[group << WIDTH_BITS | KEY_BYTES];
  }

  int count(int group) {
    return rows[group << WIDTH_BITS | COUNT];
  }

  private int head(int group) {
    return rows[group << WIDTH_BITS | HEAD];
  }

  boolean holds(int group) {
    return rows[group << WIDTH_BITS | HOLDS] != 0;
  }

  void holds(int group, boolean now) {
    rows[group << WIDTH_BITS | HOLDS] = now ? 1 : 0;
  }

  long gap(int group) {
    return gaps == null ? JudgedGroup.COMPLETE : gaps[group];
  }

  void gap(int group, long until) {
    if (gaps == null) {
      if (until == JudgedGroup.COMPLETE) {
        return;
      }
      gaps = new long[capacity()];
      Arrays.fill(gaps, JudgedGroup.COMPLETE);
    }
    gaps[group] = until;
  }

  Total total(int function) {
    return totals[function];
  }

  /** Whether the results of all functions are numbers. */
  boolean areNumbers() {
    return numbers;
  }

  /** Whether a collection of a group would have more values than allowed with one more event. */
  boolean overflows(int group, @Nullable Object[] arguments, long most) {
    for (int i = 0; i < totals.length; i++) {
      if (totals[i] instanceof Total.Other other
          && other.collected(group, arguments[columns[i]]) > most) {
        return true;
      }
    }
    return false;
  }

  long firstTime(int group) {
    return log.time(head(group));
  }

  /** The events of a group, oldest first, their numbers. */
  int[] events(int group) {
    int[] events = new int[count(group)];
    int event = head(group);
    for (int i = 0; i < events.length; i++) {
      events[i] = event;
      event = log.next(event);
    }
    return events;
  }

  /** Whether another window has the same events in the same groups, which lack the same. */
  boolean hasSame(GroupColumns other) {
    int[] mine = inOrder();
    int[] theirs = other.inOrder();
    if (mine.length != theirs.length || log.size() != other.log.size()) {
      return false;
    }
    int[] places = new int[Math.max(1, other.capacity())];
    for (int i = 0; i < mine.length; i++) {
      places[theirs[i]] = mine[i];
      if (!Objects.equals(key(mine[i]), other.key(theirs[i]))
          || gap(mine[i]) != other.gap(theirs[i])) {
        return false;
      }
    }
    int theirEvent = other.log.first();
    for (int event = log.first(), left = log.size(); left > 0; left--, event++, theirEvent++) {
      if (log.group(event) != places[other.log.group(theirEvent)]
          || !log.isSame(event, other.log, theirEvent)) {
        return false;
      }
    }
    return true;
  }

  /** See {@link JudgedGroup#first}. */
  Positions first(int group) {
    int most = Math.min(count(group), EXPLAINED);
    Positions.Builder positions = new Positions.Builder(most);
    int event = head(group);
    for (int i = 0; i < most; i++) {
      log.addPosition(event, positions);
      event = log.next(event);
    }
    return positions.build();
  }

  /** See {@link JudgedGroup#last}. */
  Positions last(int group) {
    int count = count(group);
    int wanted = Math.min(count - EXPLAINED, EXPLAINED);
    if (wanted <= 0) {
      return Positions.NONE;
    }
    boolean few = count <= WALK;
    int row = group << WIDTH_BITS;
    int event = rows[row | (few ? HEAD : EARLIER_MARK)];
    int behind = few ? count : EXPLAINED + rows[row | SINCE_MARK] + 1;
    for (; behind > wanted; behind--) {
      event = log.next(event);
    }
    Positions.Builder positions = new Positions.Builder(wanted);
    for (int i = 0; i < wanted; i++) {
      log.addPosition(event, positions);
      event = log.next(event);
    }
    return positions.build();
  }

  /** The groups in the order in which they were added. */
  int[] inOrder() {
    return table.inOrder();
  }

  /** Gives memory back that many groups and events have left behind; numbers of groups change. */
  int @Nullable [] shrink() {
    if (table.size() == 0 && log.isEmpty()) {
      log.clear();
    }
    if (!table.isSparse()) {
      return null;
    }
    int[] before = table.renumber();
    int capacity = table.capacity();
    int[] now = new int[capacity()];
    for (int i = 0; i < before.length; i++) {
      now[before[i]] = i;
    }
    for (int event = log.first(), left = log.size(); left > 0; left--, event++) {
      log.group(event, now[log.group(event)]);
    }
    if (keys != null) {
      @Nullable Object[] olderKeys = keys;
      @Nullable Object[] moved = new Object[capacity];
      for (int i = 0; i < before.length; i++) {
        moved[i] = olderKeys[before[i]];
      }
      keys = moved;
    }
    gaps = gaps == null ? null : GroupTable.picked(gaps, before, capacity);
    int[] older = rows;
    rows = new int[capacity << WIDTH_BITS];
    for (int i = 0; i < before.length; i++) {
      System.arraycopy(older, before[i] << WIDTH_BITS, rows, i << WIDTH_BITS, WIDTH);
    }
    for (Total total : totals) {
      total.renumber(before, capacity);
    }
    return before;
  }
}
