package io.tocsin.bench;

import io.tocsin.bench.workload.Workload;
import picocli.CommandLine.Option;

/** How large a measurement over one workload is. */
final class SizeOptions {
  private static final int SHORT_SIZE = 50_000;

  @Option(names = "--events", description = "How many events (default: 2,000,000).")
  private int events = Workload.FULL_SIZE;

  @Option(names = "--runs", description = "How many runs after the warm-up (default: 5).")
  private int runs = 5;

  @Option(names = "--short", description = "50,000 events, one run: only proves that it works.")
  private boolean brief;

  boolean isShort() {
    return brief;
  }

  int events() {
    return brief ? SHORT_SIZE : events;
  }

  int runs() {
    return brief ? 1 : runs;
  }
}
