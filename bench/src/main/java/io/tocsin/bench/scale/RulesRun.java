package io.tocsin.bench.scale;

import io.tocsin.bench.workload.Columns;
import io.tocsin.engine.Engine;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.PackPlan;
import java.lang.management.ManagementFactory;

/**
 * The embedded engine with a pack, fed with a stream of log lines.
 *
 * @param nanosPerEvent CPU time of the feeding thread
 * @param alerts how many there were
 */
public record RulesRun(double nanosPerEvent, long alerts) {
  private static final long PAST_THE_END_MILLIS = 60_000;

  /** Feeds a new engine with the whole stream. */
  public static RulesRun of(PackPlan plan, Columns columns, String[] services) {
    long[] alerts = {0};
    EventType type = plan.type("LogLine");
    try (Engine engine = Engine.builder().plan(plan).onAlert(alert -> alerts[0]++).build()) {
      SourceHandle source = engine.source("logs", 0);
      long began = cpuNanos();
      long[] times = columns.times();
      for (int i = 0; i < times.length; i++) {
        source.publish(
            type,
            times[i],
            times[i],
            services[columns.keys()[i]],
            columns.types()[i] == 1 ? "ERROR" : "INFO");
      }
      engine.advanceTo(times[times.length - 1] + PAST_THE_END_MILLIS);
      return new RulesRun((double) (cpuNanos() - began) / times.length, alerts[0]);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
