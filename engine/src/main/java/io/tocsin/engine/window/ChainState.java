package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import java.util.List;

/**
 * What a rule keeps for one key, as long as one event or match is at work: events by pattern,
 * oldest first, and undecided matches.
 */
final class ChainState {
  /** Nothing was shed that the key lacks. */
  static final long COMPLETE = Long.MIN_VALUE;

  private static final int[] NOTHING = {};

  private final ChainColumns columns;
  private final Object key;
  private int number;

  /** What a key lacks for which nothing is kept. */
  private long gap;

  private long unseen;

  /**
   * @param gap what keys lack for which nothing is kept; see {@link #gap}
   * @param unseen the same; see {@link #unseen}
   */
  ChainState(ChainColumns columns, Object key, long gap, long unseen) {
    this.columns = columns;
    this.key = key;
    this.gap = gap;
    this.unseen = unseen;
    this.number = columns.find(key);
  }

  Object key() {
    return key;
  }

  /** Whether there is a place for the key. */
  boolean isKept() {
    return number != GroupTable.NONE;
  }

  int number() {
    return number;
  }

  /**
   * Looks for the place again, because others may have been let go, or this one.
   *
   * @param lacks what {@link #gap} was before
   * @param missed what {@link #unseen} was before
   */
  void refresh(long lacks, long missed) {
    number = columns.find(key);
    gap = lacks;
    unseen = missed;
  }

  /** Makes a place for the key; there must be none. */
  void begin() {
    number = columns.begin(key, EventKey.bytes(key));
    columns.gap(number, gap);
    columns.unseen(number, unseen);
  }

  /** Keeps an event for a pattern; there must be a place for the key. */
  void store(int pattern, Fact fact) {
    columns.add(number, pattern, fact);
  }

  /**
   * The first instant at which the key lacks no event that could cancel or change a match, or
   * {@link #COMPLETE}.
   */
  long gap() {
    return isKept() ? columns.gap(number) : gap;
  }

  void lacks(long until) {
    if (isKept()) {
      columns.gap(number, Math.max(columns.gap(number), until));
    } else {
      gap = Math.max(gap, until);
    }
  }

  /** The time of the latest event that was shed before it could break a match. */
  long unseen() {
    return isKept() ? columns.unseen(number) : unseen;
  }

  void unseen(long time) {
    if (isKept()) {
      columns.unseen(number, Math.max(columns.unseen(number), time));
    } else {
      unseen = Math.max(unseen, time);
    }
  }

  Iterable<Fact> stored(int pattern) {
    return isKept() ? columns.stored(number, pattern) : List.of();
  }

  /** The matches that wait; nothing can be added where there is none. */
  List<Pending> pendings() {
    List<Pending> waiting = isKept() ? columns.pendings(number) : null;
    return waiting == null ? List.of() : waiting;
  }

  /** The events of the matches that wait, where they are all that there is of these. */
  int[] waiting() {
    return isKept() ? columns.waiting(number) : NOTHING;
  }

  /** Adds a match that waits; there must be a place for the key. */
  void add(Pending pending) {
    columns.addPendings(number).add(pending);
  }

  boolean isEmpty() {
    return !isKept() || columns.isEmpty(number);
  }
}
