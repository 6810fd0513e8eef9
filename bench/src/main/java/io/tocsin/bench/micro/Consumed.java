package io.tocsin.bench.micro;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.session.Emitted;
import io.tocsin.engine.session.Fault;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.session.Shedding;
import org.openjdk.jmh.infra.Blackhole;

/** Swallows results in a way that the compiler cannot see through. A fault ends the benchmark. */
final class Consumed implements Output {
  private final Blackhole blackhole;

  Consumed(Blackhole blackhole) {
    this.blackhole = blackhole;
  }

  @Override
  public void alert(Alert alert) {
    blackhole.consume(alert);
  }

  @Override
  public void emit(Emitted emitted) {
    blackhole.consume(emitted);
  }

  @Override
  public void fault(Fault fault) {
    throw new IllegalStateException("The rule failed: " + fault);
  }

  @Override
  public void shedding(Shedding change) {
    throw new IllegalStateException("A limit was met: " + change);
  }
}
