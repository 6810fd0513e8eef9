package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event (or a table's row) as conditions see it: the decoded values and the object of the
 * declared class, which is made when it is first asked for. For one thread.
 */
public final class Fact {
  private final Event event;
  private final long duration;
  private final FactFactory factory;
  private @Nullable Object object;

  /**
   * @param event the decoded event with its time and position
   * @param duration milliseconds, 0 for a point in time
   * @param factory makes the object
   */
  public Fact(Event event, long duration, FactFactory factory) {
    this.event = event;
    this.duration = duration;
    this.factory = factory;
  }

  public Event event() {
    return event;
  }

  /** The object of the declared class that the rule's Java sees; rules must not change it. */
  public Object object() {
    Object made = object;
    if (made == null) {
      made = factory.toObject(event);
      object = made;
    }
    return made;
  }

  /** Milliseconds, 0 for a point in time. */
  public long duration() {
    return duration;
  }

  /** Start, epoch milliseconds. */
  public long time() {
    return event.time();
  }

  /** End, epoch milliseconds. */
  public long end() {
    return event.time() + duration;
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
