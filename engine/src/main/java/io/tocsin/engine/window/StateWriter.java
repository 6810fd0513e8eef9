package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.Fact;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes facts and values of a session's state. */
final class StateWriter {
  static final int VALUE = 0;
  static final int FACT = 1;

  private final List<EventType> types;
  private final List<Alert> told = new ArrayList<>();

  StateWriter(List<EventType> types) {
    this.types = types;
  }

  void fact(Fact fact, DataOutput out) throws IOException {
    EventCodec.write(fact.event(), types, out);
  }

  /** Writes which of the messages that were told it is. */
  void told(Alert alert, DataOutput out) throws IOException {
    out.writeInt(told.size());
    told.add(alert);
  }

  /** The last messages of all open episodes that were written. */
  List<Alert> told() {
    return told;
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
