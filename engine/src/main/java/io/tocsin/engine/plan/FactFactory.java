package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;

/** Makes the object of the declared class from decoded values. */
@FunctionalInterface
public interface FactFactory {
  Fact toFact(Event event);
}
