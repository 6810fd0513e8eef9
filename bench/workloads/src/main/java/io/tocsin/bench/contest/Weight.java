package io.tocsin.bench.contest;

import io.tocsin.bench.workload.Columns;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * What an engine holds at the end of a stream, before the clock goes past it. Stream, keys and
 * alerts are there before and after, and do not count.
 *
 * @param bytes of the heap after a collection, more than those of the engine that has had no event
 * @param live how many events it must hold
 */
record Weight(long bytes, long live) {
  private static final int COLLECTIONS = 2;

  static Weight of(
      Entry entry, Contest contest, String form, Columns columns, Keys keys, int seconds)
      throws Exception {
    RaisedAlerts alerts = new RaisedAlerts();
    try (Contestant contestant = entry.enter(contest, form, columns, keys, alerts)) {
      long empty = heap();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      int row = 0;
      while (row < columns.size() && System.nanoTime() - deadline < 0) {
        contestant.feed(row++);
      }
      long full = heap();
      return new Weight(full - empty, contest.live(columns.first(row)));
    }
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      // Because what finalizers and reference queues let go is free only with the next one.
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
