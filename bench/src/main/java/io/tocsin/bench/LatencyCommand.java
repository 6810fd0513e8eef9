package io.tocsin.bench;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.bench.latency.Contender;
import io.tocsin.bench.latency.LatencyFigures;
import io.tocsin.bench.latency.LatencyRun;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run latency}: how long an alert takes, beside a peer under the same load. */
@Command(
    name = "latency",
    description =
        "From the scheduled time of an event to its alert, exactly once, beside Kafka Streams.",
    mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {
  private static final int REHEARSAL_SECONDS = 60;

  /**
   * The "typical arguments" of Kafka's documentation (operations, Java version). With the 1 GB of
   * its start script the broker stands still for 20 ms and more every second or two, whoever uses
   * it.
   */
  private static final List<String> BROKER_FLAGS =
      List.of(
          "-Xms6g",
          "-Xmx6g",
          "-XX:MetaspaceSize=96m",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:G1HeapRegionSize=16M",
          "-XX:MinMetaspaceFreeRatio=50",
          "-XX:MaxMetaspaceFreeRatio=80",
          "-XX:+ExplicitGCInvokesConcurrent");

  @ParentCommand private @Nullable Bench bench;

  @Option(names = "--rate", description = "Events per second (default: ${DEFAULT-VALUE}).")
  private int rate = 5_000;

  @Option(names = "--warm-up", description = "Seconds before (default: ${DEFAULT-VALUE}).")
  private int lead = 20;

  @Option(names = "--seconds", description = "Seconds measured (default: ${DEFAULT-VALUE}).")
  private int seconds = 60;

  @Option(names = "--short", description = "5 s and 10 s: only proves that it works.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    LatencyRun run =
        brief
            ? new LatencyRun("latency", rate, 5, 10)
            : new LatencyRun("latency", rate, lead, seconds);
    LatencyRun rehearsal = new LatencyRun("rehearsal", rate, 0, brief ? 3 : REHEARSAL_SECONDS);
    report.put("rate", rate);
    report.put("seconds", run.seconds());
    try (Scratch scratch = new Scratch()) {
      report.say("starting a broker");
      try (BrokerProcess broker =
          BrokerProcess.start(
              scratch.folder().resolve("broker"), 0, brief ? List.of() : BROKER_FLAGS)) {
        // Who meets a broker first pays for what the next finds compiled, so both come unmeasured.
        for (Contender contender : Contender.values()) {
          report.say("%s: %d s that warm the broker up", contender, rehearsal.seconds());
          rehearsal.of(contender, broker, scratch.folder());
        }
        put(report, "", "tocsin", run(report, run, Contender.TOCSIN, broker, scratch));
        put(report, "peer_", "peer", run(report, run, Contender.KAFKA_STREAMS, broker, scratch));
      }
    }
    return report.end();
  }

  private static LatencyFigures run(
      Report report, LatencyRun run, Contender contender, BrokerProcess broker, Scratch scratch)
      throws Exception {
    report.say(
        "%s: starting, then %d s of %,d events/s to warm up and %d s to measure",
        contender, run.warmUpSeconds(), run.rate(), run.seconds());
    return run.of(contender, broker, scratch.folder());
  }

  private static void put(Report report, String prefix, String name, LatencyFigures figures) {
    report.say(
        "%s: p50 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f ms; until its producer has the alert"
            + " p50 %.1f, p99 %.1f ms; the generator was behind by p50 %.1f, p99 %.1f ms",
        name,
        figures.millis(50),
        figures.millis(99),
        figures.millis(99.9),
        figures.millis(100),
        LatencyFigures.millis(figures.untilSent(), 50),
        LatencyFigures.millis(figures.untilSent(), 99),
        LatencyFigures.millis(figures.behind(), 50),
        LatencyFigures.millis(figures.behind(), 99));
    report.put(prefix + "p50_ms", figures.millis(50));
    report.put(prefix + "p99_ms", figures.millis(99));
    report.put(prefix + "p999_ms", figures.millis(99.9));
    report.say("%s: %.2f cores, its broker %.2f", name, figures.cores(), figures.brokerCores());
    report.put(prefix + "cores", Report.rounded(figures.cores()));
    report.put(prefix + "broker_cores", Report.rounded(figures.brokerCores()));
    report.put(prefix + "alerts", figures.alerts());
    report.put(prefix + "lost", figures.lost());
    report.put(prefix + "duplicate", figures.duplicate());
    report.put(prefix + "spurious", figures.spurious());
    if (!figures.isExact()) {
      report.fail(
          "%s: %,d alerts lost, %,d duplicate, %,d spurious",
          name, figures.lost(), figures.duplicate(), figures.spurious());
    }
  }
}
