package io.tocsin.engine;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.session.Emitted;
import io.tocsin.engine.session.Fault;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.session.Shedding;

/** Counts results and hands them to the caller. */
final class EngineOutput implements Output {
  private final EngineBuilder settings;
  private final Tally tally;

  EngineOutput(EngineBuilder settings, Tally tally) {
    this.settings = settings;
    this.tally = tally;
  }

  @Override
  public void alert(Alert alert) {
    tally.alerts++;
    settings.alert(alert);
  }

  @Override
  public void emit(Emitted emitted) {
    tally.emitted++;
    settings.emitted(emitted);
  }

  @Override
  public void fault(Fault fault) {
    tally.faults.merge(fault.rule(), 1L, Long::sum);
    if (fault.quarantined()) {
      tally.quarantined.put(fault.rule(), fault.message());
    }
    settings.fault(fault);
  }

  @Override
  public void shedding(Shedding change) {
    settings.shedding(change);
  }
}
