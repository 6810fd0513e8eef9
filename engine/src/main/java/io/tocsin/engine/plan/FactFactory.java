package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.SourcePosition;

/** Makes objects of the declared classes from decoded values, and the other way round. */
public interface FactFactory {
  /** An event as rules see it. */
  Fact toFact(Event event);

  /** A new object of the declared class with the event's values. */
  Object toObject(Event event);

  /**
   * What an object of a declared class says, detached from it.
   *
   * @param time its time, epoch milliseconds; also the value of its time field where that is null
   *     or 0
   * @throws IllegalArgumentException where its class is not declared, or a field has a value that
   *     has no form (see {@link io.tocsin.engine.event.ValueCodec})
   */
  Event toEvent(Object object, long time, SourcePosition position);
}
