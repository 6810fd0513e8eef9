package io.tocsin.engine.window;

import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.Fact;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes facts and values of a session's state. */
final class StateWriter {
  static final int VALUE = 0;
  static final int FACT = 1;

  private final List<EventType> types;

  StateWriter(List<EventType> types) {
    this.types = types;
  }

  void fact(Fact fact, DataOutput out) throws IOException {
    EventCodec.write(fact.event(), types, out);
  }

  /** Writes an argument of a function: a simple value, or the event itself. */
  void argument(@Nullable Object value, DataOutput out) throws IOException {
    if (value instanceof Fact fact) {
      out.writeByte(FACT);
      fact(fact, out);
    } else {
      out.writeByte(VALUE);
      ValueCodec.write(value, out);
    }
  }
}
