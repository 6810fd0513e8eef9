package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Aggregate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final GroupTable table = new GroupTable();
  private final EventLog log;
  private final Total[] totals;
  private final int[] columns;
  private @Nullable Object[] keys = {};
  private int[] counts = {};
  private int[] heads = {};
  private int[] tails = {};

  /**
   * Two events of each group that came {@link #EXPLAINED} events after one another, the later one
   * fewer than that before the last: where the walk to the last events begins.
   */
  private int[] marks = {};

  private int[] earlierMarks = {};
  private byte[] sinceMarks = {};
  private boolean[] holds = {};
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
    grow();
  }

  private void grow() {
    int capacity = table.capacity();
    keys = Arrays.copyOf(keys, capacity);
    counts = Arrays.copyOf(counts, capacity);
    heads = Arrays.copyOf(heads, capacity);
    tails = Arrays.copyOf(tails, capacity);
    marks = Arrays.copyOf(marks, capacity);
    earlierMarks = Arrays.copyOf(earlierMarks, capacity);
    sinceMarks = Arrays.copyOf(sinceMarks, capacity);
    holds = Arrays.copyOf(holds, capacity);
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
    return counts.length;
  }

  EventLog log() {
    return log;
  }

  /** The group of a key, {@link GroupTable#NONE} where there is none. */
  int find(Object canonicalKey) {
    return table.find(canonicalKey);
  }

  /** Adds a group. */
  int begin(@Nullable Object key) {
    int group = table.add(EventKey.canonical(key));
    if (table.capacity() > counts.length) {
      grow();
    }
    keys[group] = key;
    counts[group] = 0;
    holds[group] = false;
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
    keys[group] = null;
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
    if (counts[group] == 0) {
      heads[group] = event;
      marks[group] = event;
      earlierMarks[group] = event;
      sinceMarks[group] = 0;
    } else {
      log.next(tails[group], event);
      if (++sinceMarks[group] == EXPLAINED) {
        earlierMarks[group] = marks[group];
        marks[group] = event;
        sinceMarks[group] = 0;
      }
    }
    tails[group] = event;
    counts[group]++;
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
    if (--counts[group] > 0) {
      heads[group] = log.next(event);
    }
    log.removeFirst();
    return group;
  }

  @Nullable Object key(int group) {
    return keys[group];
  }

  int count(int group) {
    return counts[group];
  }

  boolean holds(int group) {
    return holds[group];
  }

  void holds(int group, boolean now) {
    holds[group] = now;
  }

  long gap(int group) {
    return gaps == null ? JudgedGroup.COMPLETE : gaps[group];
  }

  void gap(int group, long until) {
    if (gaps == null) {
      if (until == JudgedGroup.COMPLETE) {
        return;
      }
      gaps = new long[counts.length];
      Arrays.fill(gaps, JudgedGroup.COMPLETE);
    }
    gaps[group] = until;
  }

  Total total(int function) {
    return totals[function];
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
    return log.time(heads[group]);
  }

  /** The events of a group, oldest first, their numbers. */
  int[] events(int group) {
    int[] events = new int[counts[group]];
    int event = heads[group];
    for (int i = 0; i < events.length; i++) {
      events[i] = event;
      event = log.next(event);
    }
    return events;
  }

  /** See {@link JudgedGroup#first}. */
  List<SourcePosition> first(int group) {
    int most = Math.min(counts[group], EXPLAINED);
    List<SourcePosition> positions = new ArrayList<>(most);
    int event = heads[group];
    for (int i = 0; i < most; i++) {
      positions.add(log.position(event));
      event = log.next(event);
    }
    return positions;
  }

  /** See {@link JudgedGroup#last}. */
  List<SourcePosition> last(int group) {
    int wanted = Math.min(counts[group] - EXPLAINED, EXPLAINED);
    if (wanted <= 0) {
      return List.of();
    }
    boolean few = counts[group] <= WALK;
    int event = few ? heads[group] : earlierMarks[group];
    int behind = few ? counts[group] : EXPLAINED + sinceMarks[group] + 1;
    for (; behind > wanted; behind--) {
      event = log.next(event);
    }
    List<SourcePosition> positions = new ArrayList<>(wanted);
    for (int i = 0; i < wanted; i++) {
      positions.add(log.position(event));
      event = log.next(event);
    }
    return positions;
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
    int[] now = new int[counts.length];
    for (int i = 0; i < before.length; i++) {
      now[before[i]] = i;
    }
    for (int event = log.first(), left = log.size(); left > 0; left--, event++) {
      log.group(event, now[log.group(event)]);
    }
    @Nullable Object[] olderKeys = keys;
    keys = new Object[capacity];
    boolean[] olderHolds = holds;
    holds = new boolean[capacity];
    byte[] olderSince = sinceMarks;
    sinceMarks = new byte[capacity];
    long[] olderGaps = gaps;
    gaps = olderGaps == null ? null : new long[capacity];
    for (int i = 0; i < before.length; i++) {
      keys[i] = olderKeys[before[i]];
      holds[i] = olderHolds[before[i]];
      sinceMarks[i] = olderSince[before[i]];
      if (gaps != null && olderGaps != null) {
        gaps[i] = olderGaps[before[i]];
      }
    }
    counts = GroupTable.picked(counts, before, capacity);
    heads = GroupTable.picked(heads, before, capacity);
    tails = GroupTable.picked(tails, before, capacity);
    marks = GroupTable.picked(marks, before, capacity);
    earlierMarks = GroupTable.picked(earlierMarks, before, capacity);
    for (Total total : totals) {
      total.renumber(before, capacity);
    }
    return before;
  }
}
