package io.tocsin.bench;

import io.tocsin.bench.workload.Workload;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run throughput}: what a node does per second on the stream of logs. */
@Command(
    name = "throughput",
    description = "Events per second of the replay path on workload W1.",
    mixinStandardHelpOptions = true)
final class ThroughputCommand implements Callable<Integer> {
  private static final int SHORT_SIZE = 100_000;

  @ParentCommand private @Nullable Bench bench;

  @Option(names = "--events", description = "How many events (default: 2,000,000).")
  private int events = Workload.FULL_SIZE;

  @Option(names = "--runs", description = "How many runs after the warm-up (default: 5).")
  private int runs = 5;

  @Option(names = "--short", description = "100,000 events, one run: only proves that it works.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    if (brief) {
      events = SHORT_SIZE;
      runs = 1;
    }
    report.put("events", events);
    try (Scratch scratch = new Scratch();
        Recorder recorder = new Recorder(null)) {
      ReplayCommand.measure(report, BenchPack.W1, events, runs, "", scratch, recorder);
    }
    return report.end();
  }
}
