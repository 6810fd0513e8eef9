package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;

/**
 * An event (or a table's row) as conditions see it: the decoded values and the object of the
 * declared class.
 *
 * @param event the decoded event with its time and position
 * @param object the object of the declared class that the rule's Java sees; rules must not change
 *     it
 * @param duration milliseconds, 0 for a point in time
 */
public record Fact(Event event, Object object, long duration) {
  /** Start, epoch milliseconds. */
  public long time() {
    return event.time();
  }

  /** End, epoch milliseconds. */
  public long end() {
    return event.time() + duration;
  }
}
