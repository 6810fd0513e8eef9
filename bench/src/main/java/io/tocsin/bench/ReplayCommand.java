package io.tocsin.bench;

import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.JsonLines;
import io.tocsin.engine.replay.ReplaySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run replay}: one workload through the replay path, if wanted with a profile. */
@Command(
    name = "replay",
    description = "Events per second of ./tocsin replay on one workload.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Bench bench;

  @Option(
      names = "--pack",
      defaultValue = "W1",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private BenchPack pack = BenchPack.W1;

  @Mixin private final SizeOptions size = new SizeOptions();

  @Option(names = "--jfr", description = "Writes a flight recording of the runs to this file.")
  private @Nullable Path recording;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    report.put("pack", pack.name());
    report.put("events", size.events());
    try (Scratch scratch = new Scratch();
        Recorder recorder = new Recorder(recording)) {
      measure(report, pack, size.events(), size.runs(), "", scratch, recorder);
    }
    return report.end();
  }

  /**
   * Replays once to warm up and then the given number of times; puts {@code replay_eps} into the
   * report.
   */
  static void measure(
      Report report,
      BenchPack pack,
      int events,
      int runs,
      String prefix,
      Scratch scratch,
      Recorder recorder)
      throws IOException {
    Columns columns = pack.workload().generate(events);
    ReplayRuns replay = new ReplayRuns(pack, scratch.folder());
    replay.write(new JsonLines(pack.workload(), columns));
    report.say("replay: %,d events written, warming up", events);
    ReplaySummary summary = replay.run();
    report.say("replay: warm-up: %s", summary);
    recorder.start();
    List<Double> eps = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      long before = ProcessFigures.cpuNanos();
      summary = replay.run();
      double seconds = (ProcessFigures.cpuNanos() - before) / 1e9;
      eps.add(summary.eventsPerSecond());
      cpu.add(seconds * 1_000_000 / events);
      report.say("replay: run %d of %d: %s, %.1f CPU s", run, runs, summary, seconds);
    }
    report.put("replay_eps", new Runs(eps));
    report.put("replay_cpu_s_per_million", Report.rounded(new Runs(cpu).median()));
    report.alerts(prefix, summary.alerts(), pack.expectedAlerts(columns));
  }
}
