package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FactFactory;
import java.io.DataInput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote. */
final class StateReader {
  private final List<EventType> types;
  private final FactFactory facts;
  private final List<Alert> told;

  /**
   * @param told the last messages of the open episodes, in the order in which they were written
   */
  StateReader(List<EventType> types, FactFactory facts, List<Alert> told) {
    this.types = types;
    this.facts = facts;
    this.told = told;
  }

  Alert told(DataInput in) throws IOException {
    int number = in.readInt();
    if (number < 0 || number >= told.size()) {
      throw new IOException("No open episode has the number [" + number + "].");
    }
    return told.get(number);
  }

  Fact fact(DataInput in) throws IOException {
    return facts.toFact(EventCodec.read(types, in));
  }

  @Nullable Object argument(DataInput in) throws IOException {
    return in.readByte() == StateWriter.FACT ? fact(in) : ValueCodec.read(in);
  }
}
