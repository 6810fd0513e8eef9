package io.tocsin.bench;

import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.HandWritten;
import io.tocsin.bench.workload.Workload;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.nio.file.Path;
import java.util.Locale;

/** A pack in {@code bench/packs} with the workload that it reads. */
public enum BenchPack {
  W1("logs", Workload.ERRORS_PER_MINUTE) {
    @Override
    long expectedAlerts(Columns columns) {
      return HandWritten.errorsPerMinute(columns, 100);
    }
  },
  W2("payments", Workload.PAYMENT_BURST) {
    @Override
    long expectedAlerts(Columns columns) {
      return HandWritten.paymentBurst(columns);
    }
  },
  W3("orders", Workload.ORDER_UNPAID) {
    @Override
    long expectedAlerts(Columns columns) {
      return HandWritten.orderUnpaid(columns);
    }
  },
  W4("ad-events", Workload.VIEW_CLICK) {
    @Override
    long expectedAlerts(Columns columns) {
      return HandWritten.viewClick(columns);
    }
  };

  /** The system property with the folder of the packs; {@code bench/run} sets it. */
  private static final String FOLDER = "tocsin.bench.packs";

  private final String topic;
  private final Workload workload;

  BenchPack(String topic, Workload workload) {
    this.topic = topic;
    this.workload = workload;
  }

  /** The topic of the pack's only source. */
  public String topic() {
    return topic;
  }

  public Workload workload() {
    return workload;
  }

  /** Loads and compiles the pack. */
  public PackPlan plan() {
    return PackCompiler.compile(PackLoader.load(folder()));
  }

  Path folder() {
    return folder(name().toLowerCase(Locale.ROOT));
  }

  /** The folder of a pack in {@code bench/packs}. */
  static Path folder(String name) {
    return Path.of(System.getProperty(FOLDER, "packs"), name);
  }

  /** How many alerts the pack raises by the end of time. */
  abstract long expectedAlerts(Columns columns);
}
