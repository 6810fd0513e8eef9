package io.tocsin.engine;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Emitted;
import io.tocsin.engine.session.Fault;
import io.tocsin.engine.session.Shedding;
import io.tocsin.engine.spi.EventDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Settings of an embedded engine: a pack and who receives what. */
public final class EngineBuilder {
  private @Nullable PackPlan plan;
  private byte @Nullable [] state;
  private Consumer<Alert> alerts = alert -> {};
  private Consumer<Emitted> emissions = emitted -> {};
  private Consumer<Fault> faults = fault -> {};
  private Consumer<Shedding> sheddings = change -> {};
  private Consumer<LateEvent> late = event -> {};
  private Consumer<RejectedRecord> rejected = record -> {};
  private LongSupplier clock = System::currentTimeMillis;

  EngineBuilder() {}

  /**
   * Loads and compiles the pack in a folder.
   *
   * @throws io.tocsin.engine.pack.PackException with diagnostics, where it cannot be used
   */
  public EngineBuilder pack(Path folder) {
    return pack(PackLoader.load(folder));
  }

  /**
   * Compiles a pack.
   *
   * @throws io.tocsin.engine.pack.PackException with diagnostics, where it cannot be used
   */
  public EngineBuilder pack(Pack pack) {
    return plan(PackCompiler.compile(pack));
  }

  /** Uses a compiled pack. */
  public EngineBuilder plan(PackPlan compiled) {
    this.plan = compiled;
    return this;
  }

  /** Receives each message about an alert, in the order in which time brings them. */
  public EngineBuilder onAlert(Consumer<Alert> receiver) {
    this.alerts = receiver;
    return this;
  }

  /** Receives each derived event. */
  public EngineBuilder onEmit(Consumer<Emitted> receiver) {
    this.emissions = receiver;
    return this;
  }

  /** Receives each failure of a rule. */
  public EngineBuilder onFault(Consumer<Fault> receiver) {
    this.faults = receiver;
    return this;
  }

  /** Receives each limit that is met, and that is no longer met. */
  public EngineBuilder onShedding(Consumer<Shedding> receiver) {
    this.sheddings = receiver;
    return this;
  }

  /** Receives each late event. */
  public EngineBuilder onLate(Consumer<LateEvent> receiver) {
    this.late = receiver;
    return this;
  }

  /** Receives each record that is no event. */
  public EngineBuilder onRejected(Consumer<RejectedRecord> receiver) {
    this.rejected = receiver;
    return this;
  }

  /**
   * The clock for the bound on times in the future; the wall clock by default. Epoch milliseconds.
   */
  public EngineBuilder clock(LongSupplier millis) {
    this.clock = millis;
    return this;
  }

  /**
   * Continues from what {@link Engine#save} returned for the same pack, maybe for another version
   * of it with the same types and keys: rules that mean the same go on, others begin with nothing
   * and are muted for as long as they look back, and the open episodes of rules that are no more or
   * are changed are resolved while the engine is built. {@link Engine#takeover} says which.
   */
  public EngineBuilder restore(byte[] saved) {
    this.state = saved.clone();
    return this;
  }

  /**
   * Makes the engine.
   *
   * @throws TocsinException where no pack is given, or the saved state is not of this pack
   */
  public Engine build() {
    PackPlan compiled = plan;
    if (compiled == null) {
      throw new TocsinException(ErrorCode.BAD_ARGUMENT, "No pack is given: call pack(...).");
    }
    Engine engine = new Engine(this, compiled);
    if (state != null) {
      engine.restore(state);
    }
    return engine;
  }

  /** What is published is JSON, whatever the source's topic or file holds. */
  EventDecoder decoder(Source source, int index, List<EventType> types) {
    return Decoders.of(source.withFormat(Source.Format.JSON), index, types);
  }

  long now() {
    return clock.getAsLong();
  }

  void alert(Alert alert) {
    alerts.accept(alert);
  }

  void emitted(Emitted emitted) {
    emissions.accept(emitted);
  }

  void fault(Fault fault) {
    faults.accept(fault);
  }

  void shedding(Shedding change) {
    sheddings.accept(change);
  }

  void late(LateEvent event) {
    late.accept(event);
  }

  void rejected(RejectedRecord record) {
    rejected.accept(record);
  }
}
