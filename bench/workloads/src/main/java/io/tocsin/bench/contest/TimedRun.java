package io.tocsin.bench.contest;

import com.sun.management.OperatingSystemMXBean;
import io.tocsin.bench.workload.Columns;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * One run of an engine over a stream: one thread feeds, and what counts is from the first event
 * until the clock has gone past the end.
 *
 * @param fed how many events; fewer than there are where the time was up
 * @param nanos of the clock on the wall
 * @param cpuNanos of all threads of the process
 */
record TimedRun(int fed, long nanos, long cpuNanos, boolean truncated, RaisedAlerts alerts) {
  /** The clock is looked at after so many events. */
  private static final int LOOK = 1_024;

  static TimedRun of(
      Entry entry, Contest contest, String form, Columns columns, Keys keys, int seconds)
      throws Exception {
    RaisedAlerts alerts = new RaisedAlerts();
    int size = columns.size();
    long[] times = columns.times();
    try (Contestant contestant = entry.enter(contest, form, columns, keys, alerts)) {
      System.gc();
      long cpu = processCpuNanos();
      long start = System.nanoTime();
      long deadline = start + TimeUnit.SECONDS.toNanos(seconds);
      int row = 0;
      while (row < size) {
        int next = Math.min(size, row + LOOK);
        for (; row < next; row++) {
          contestant.feed(row);
        }
        if (System.nanoTime() - deadline > 0) {
          break;
        }
      }
      boolean truncated = row < size;
      if (truncated) {
        // Not timed: it may take as long again.
        TimedRun run =
            new TimedRun(row, System.nanoTime() - start, processCpuNanos() - cpu, true, alerts);
        contestant.advanceTo(times[row - 1] + Contest.PAST_THE_END_MILLIS);
        return run;
      }
      contestant.advanceTo(times[size - 1] + Contest.PAST_THE_END_MILLIS);
      return new TimedRun(size, System.nanoTime() - start, processCpuNanos() - cpu, false, alerts);
    }
  }

  double eventsPerSecond() {
    return fed * 1e9 / nanos;
  }

  /** Events per second of CPU time. */
  double eventsPerCpuSecond() {
    return fed * 1e9 / cpuNanos;
  }

  private static long processCpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
