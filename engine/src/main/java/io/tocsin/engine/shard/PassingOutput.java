package io.tocsin.engine.shard;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.session.Emitted;
import io.tocsin.engine.session.Fault;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.session.Shedding;

/** Hands derived events to the key groups that come later in the same instant. */
final class PassingOutput implements Output {
  private final Output next;
  private final DerivedEvents derived;

  PassingOutput(Output next, DerivedEvents derived) {
    this.next = next;
    this.derived = derived;
  }

  @Override
  public void alert(Alert alert) {
    next.alert(alert);
  }

  @Override
  public void emit(Emitted emitted) {
    derived.add(emitted);
    next.emit(emitted);
  }

  @Override
  public void fault(Fault fault) {
    next.fault(fault);
  }

  @Override
  public void shedding(Shedding change) {
    next.shedding(change);
  }
}
