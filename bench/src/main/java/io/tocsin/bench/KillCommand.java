package io.tocsin.bench;

import io.tocsin.bench.kill.KillRun;
import io.tocsin.bench.kill.Verdict;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run kill}: exactly once through crashes of node and broker. */
@Command(
    name = "kill",
    description = "Kills and freezes the node and its broker, and checks every alert and record.",
    mixinStandardHelpOptions = true)
final class KillCommand implements Callable<Integer> {
  private static final int SHORT_TIMES = 3;

  @ParentCommand private @Nullable Bench bench;

  @Option(names = "--times", description = "How many faults (default: 50).")
  private int times = 50;

  @Option(names = "--seed", description = "Of the faults and events (default: a random one).")
  private @Nullable Long seed;

  @Option(names = "--rate", description = "Payments per second (default: ${DEFAULT-VALUE}).")
  private int rate = 800;

  @Mixin private final LogsOption logs = new LogsOption();

  @Option(names = "--short", description = "3 faults: only proves that it works.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    long began = System.nanoTime();
    long used = seed == null ? System.nanoTime() : seed;
    int faults = brief ? SHORT_TIMES : times;
    report.say("seed %d, %d faults", used, faults);
    try (Scratch scratch = new Scratch()) {
      Path folder = scratch.folder();
      try (KillRun run =
          new KillRun(
              folder, BenchPack.folder("fault"), used, rate, text -> say(report, began, text))) {
        put(report, run.run(faults), began, used);
      } finally {
        logs.keep(folder);
      }
    }
    return report.end();
  }

  private static void say(Report report, long began, String text) {
    report.say("%6.1f s: %s", (System.nanoTime() - began) / 1e9, text);
  }

  private static void put(Report report, KillRun.Outcome outcome, long began, long seed) {
    Verdict verdict = outcome.verdict();
    verdict.examples().forEach(example -> report.say("  %s", example));
    report.put("kills", outcome.kills());
    report.put("in_flight", outcome.inFlight());
    report.put("events", verdict.events());
    report.put("alerts", verdict.alerts());
    report.put("lost", verdict.lost());
    report.put("duplicate", verdict.duplicate());
    report.put("spurious", verdict.spurious());
    report.put("unaccounted", verdict.unaccounted());
    report.put("dead_letters", verdict.deadLetters());
    report.put("repeated_entries", outcome.repeated());
    report.put("outdated_frames", outcome.outdated());
    report.put("faults", outcome.byFault());
    report.put("faults_in_flight", outcome.inFlightByFault());
    report.put("seconds", Math.round((System.nanoTime() - began) / 1e9));
    report.put("seed", seed);
    if (!verdict.isClean()) {
      report.fail("something was lost, doubled, made up or not accounted for");
    }
  }
}
