package io.tocsin.bench;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of {@code bench/run}. */
@Command(
    name = "bench/run",
    description =
        "Long measurements: progress on standard error, one line of JSON on standard output.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ThroughputCommand.class,
      LatencyCommand.class,
      PeersCommand.class,
      ReplayCommand.class,
      RulesCommand.class,
      JmhCommand.class,
      KillCommand.class,
      PlantedCommand.class,
      LimitsCommand.class,
      CheckpointCommand.class,
      OracleCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  bench/run throughput                 replay and broker, 2,000,000 events",
      "  bench/run latency --rate 5000        from event to alert, beside Kafka Streams",
      "  bench/run peers                      beside Drools, Esper, Siddhi, and Flink, Jet, Streams",
      "  bench/run peers --workload W1-BROKER through a broker alone",
      "  bench/run replay --pack W2           one workload through the replay path",
      "  bench/run replay --jfr w1.jfr        the same with a flight recording",
      "  bench/run jmh --include Window       micro benchmarks",
      "  bench/run kill --times 50            exactly once through crashes",
      "  bench/run limits                     5,000,000 keys and an hour of storm in 2 GB",
      "  bench/run limits --through-broker    the same through a broker and a node that is killed",
      "  bench/run checkpoint                 bytes and time of 100,000 live events",
      "  bench/run oracle --cases 10000       random rules, judged by brute force",
      "",
      "Every command takes --short: a small run that only proves that it works.",
      "BENCH_JAVA_OPTS adds options for the JVM, for example -Xmx6g.",
      "Exit codes: 0 good, 1 wrong alerts or a failure, 2 bad arguments."
    })
public final class Bench implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  private final Report report;

  Bench(Report report) {
    this.report = report;
  }

  public static void main(String[] arguments) {
    PrintStream result = System.out;
    // Because libraries print to standard output, which holds nothing but the figures.
    System.setOut(System.err);
    Report report = new Report(System.err, result);
    System.exit(
        new CommandLine(new Bench(report))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  static Report report(@Nullable Bench bench) {
    if (bench == null) {
      throw new IllegalStateException("The command has no parent.");
    }
    return bench.report;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
