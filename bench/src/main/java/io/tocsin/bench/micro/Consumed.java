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
  private final boolean sheds;

  /**
   * @param sheds whether limits are to be met, which else ends the benchmark
   */
  Consumed(Blackhole blackhole, boolean sheds) {
    this.blackhole = blackhole;
    this.sheds = sheds;
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
    if (!sheds) {
      throw new IllegalStateException("A limit was met: " + change);
    }
  }
}
