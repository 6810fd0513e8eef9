package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FactFactory;
import io.tocsin.engine.plan.KeyGroup;
import java.util.function.IntConsumer;

/**
 * The undecided matches of a rule about one event and what must not come: of each its event, from
 * which everything else follows. They are in the order in which they came about, which is that of
 * their deadlines too, because each waits for the same length of time.
 *
 * <p>One that waits no more leaves a gap in the order, unless it is the first; {@link #compact}
 * closes the gaps.
 */
final class WaitingEvents {
  /** In the place of the group of one that waits no more. */
  private static final int GONE = -1;

  private static final int FEW = 2 * LogChunk.SIZE;

  private final Column.Kind[] kinds;
  private EventLog log;
  private final EventColumns events;

  /** The column of the number of the match. */
  private final int sequence;

  private int gone;

  WaitingEvents(EventType type, KeyGroup group, FactFactory facts) {
    EventColumns.Layout layout = new EventColumns.Layout(type, group);
    // Footprint.WAITING says what it takes.
    this.sequence = layout.add(Column.Kind.LONGS);
    this.kinds = layout.kinds();
    this.log = new EventLog(kinds);
    this.events = new EventColumns(layout, log, facts);
  }

  EventColumns events() {
    return events;
  }

  EventLog rows() {
    return log;
  }

  boolean isEmpty() {
    return log.isEmpty();
  }

  int size() {
    return log.size() - gone;
  }

  /** The match that was made first; there must be one. */
  int first() {
    return log.first();
  }

  /** Goes through all matches, in the order in which they were made; none may go meanwhile. */
  void each(IntConsumer match) {
    for (int event = log.first(), left = log.size(); left > 0; left--, event++) {
      if (log.group(event) != GONE) {
        match.accept(event);
      }
    }
  }

  /** The number of a match, by which it comes before and after those of other rules. */
  long sequence(int event) {
    return log.getLong(event, sequence);
  }

  /** The time of a match's event, epoch milliseconds. */
  long time(int event) {
    return log.time(event);
  }

  Fact fact(int event, Object key) {
    return events.fact(event, key);
  }

  /** Adds a match; returns the number of its event. */
  int add(Event event, int group, long number) {
    int added = events.add(event, group);
    log.setLong(added, sequence, number);
    return added;
  }

  /** Whether so many have gone that it is worth to {@link #compact}. */
  boolean isSparse() {
    return log.size() > FEW && gone > size() / 2;
  }

  /** Gives memory back; all events have other numbers afterwards, in the same order. */
  void compact() {
    EventLog dense = new EventLog(kinds);
    each(event -> log.copyTo(dense, event));
    gone = 0;
    log = dense;
    events.moveTo(dense);
  }

  /** Gives memory back where there is none. */
  void clear() {
    log.clear();
  }

  /** The key's group of an event. */
  int group(int event) {
    return log.group(event);
  }

  void group(int event, int group) {
    log.group(event, group);
  }

  /** The next event of the same group; not for the last. */
  int next(int event) {
    return log.next(event);
  }

  void next(int event, int following) {
    log.next(event, following);
  }

  /** A match waits no more. */
  void remove(int event) {
    log.forget(event);
    log.group(event, GONE);
    gone++;
    while (!log.isEmpty() && log.group(log.first()) == GONE) {
      log.removeFirst();
      gone--;
    }
  }
}
