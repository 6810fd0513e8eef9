package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FactFactory;
import io.tocsin.engine.plan.KeyGroup;

/**
 * The undecided matches of a rule about one event and what must not come: of each its event, from
 * which everything else follows. They are in the order in which they came about, which is that of
 * their deadlines too, because each waits for the same length of time.
 */
final class WaitingEvents {
  /** No event. */
  static final int NONE = -1;

  private final Column.Kind[] kinds;
  private EventSlab slab;
  private final EventColumns events;

  /** The columns of the order: the event before, the one after, and the number of the match. */
  private final int before;

  private final int after;
  private final int sequence;
  private int first = NONE;
  private int last = NONE;

  WaitingEvents(EventType type, KeyGroup group, FactFactory facts) {
    EventColumns.Layout layout = new EventColumns.Layout(type, group);
    // Footprint.WAITING says what these columns take.
    this.before = layout.add(Column.Kind.INTS);
    this.after = layout.add(Column.Kind.INTS);
    this.sequence = layout.add(Column.Kind.LONGS);
    this.kinds = layout.kinds();
    this.slab = new EventSlab(kinds);
    this.events = new EventColumns(layout, slab, facts);
  }

  EventColumns events() {
    return events;
  }

  EventRows rows() {
    return slab;
  }

  boolean isEmpty() {
    return slab.isEmpty();
  }

  int size() {
    return slab.size();
  }

  /** The match that was made first; {@link #NONE} where there is none. */
  int first() {
    return first;
  }

  /** The match that was made next; {@link #NONE} after the last. */
  int after(int event) {
    return (int) slab.getLong(event, after);
  }

  /** The number of a match, by which it comes before and after those of other rules. */
  long sequence(int event) {
    return slab.getLong(event, sequence);
  }

  Fact fact(int event, Object key) {
    return events.fact(event, key);
  }

  /** Adds a match; returns the number of its event. */
  int add(Event event, int group, long number) {
    int added = events.add(event, group);
    slab.setLong(added, sequence, number);
    slab.setLong(added, before, last);
    slab.setLong(added, after, NONE);
    if (last == NONE) {
      first = added;
    } else {
      slab.setLong(last, after, added);
    }
    last = added;
    return added;
  }

  /** Whether so few are left that it is worth to {@link #compact}. */
  boolean isSparse() {
    return slab.isSparse();
  }

  /** Gives memory back; all events have other numbers afterwards, in the same order. */
  void compact() {
    EventSlab dense = new EventSlab(kinds);
    int previous = NONE;
    for (int event = first; event != NONE; event = after(event)) {
      int copy = slab.copyTo(dense, event);
      dense.setLong(copy, before, previous);
      dense.setLong(copy, after, NONE);
      if (previous != NONE) {
        dense.setLong(previous, after, copy);
      }
      previous = copy;
    }
    first = dense.isEmpty() ? NONE : 0;
    last = previous;
    slab = dense;
    events.moveTo(dense);
  }

  /** The key's group of an event. */
  int group(int event) {
    return slab.group(event);
  }

  void group(int event, int group) {
    slab.group(event, group);
  }

  /** The next event of the same group; not for the last. */
  int next(int event) {
    return slab.next(event);
  }

  void next(int event, int following) {
    slab.next(event, following);
  }

  /** A match waits no more. */
  void remove(int event) {
    int earlier = (int) slab.getLong(event, before);
    int later = (int) slab.getLong(event, after);
    if (earlier == NONE) {
      first = later;
    } else {
      slab.setLong(earlier, after, later);
    }
    if (later == NONE) {
      last = earlier;
    } else {
      slab.setLong(later, before, earlier);
    }
    slab.remove(event);
    if (slab.isEmpty()) {
      slab.clear();
    }
  }
}
