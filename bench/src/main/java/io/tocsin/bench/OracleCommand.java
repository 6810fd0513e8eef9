package io.tocsin.bench;

import io.tocsin.bench.oracle.FeatureCounts;
import io.tocsin.bench.oracle.OracleRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code bench/run oracle}: random rules, judged by brute force. */
@Command(
    name = "oracle",
    description =
        "Random rules over random streams through the engine, restarted and in frames of any size,"
            + " against the oracle of the tests; Drools itself beside it.",
    mixinStandardHelpOptions = true)
final class OracleCommand implements Callable<Integer> {
  private static final int SHORT_CASES = 100;

  /** With fewer cases chance decides how many a feature has. */
  private static final long MANY = 10_000;

  private static final long FEATURE_OF = 50;
  private static final double LEAST_ALERTING = 0.8;

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private @Nullable Bench bench;

  @Option(names = "--cases", description = "How many rules (default: 10,000).")
  private long cases = MANY;

  @Option(names = "--seed", description = "Of the rules and streams (default: a random one).")
  private @Nullable Long seed;

  @Option(
      names = "--drools",
      description = "Ask Drools itself too: all, none, or of every N-th pack (default: all).")
  private String drools = "all";

  @Option(names = "--table", description = "Write the counts by feature as a table in Markdown.")
  private @Nullable Path table;

  @Option(names = "--short", description = "100 rules: only proves that it works.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    long began = System.nanoTime();
    long used = seed == null ? System.nanoTime() % 1_000_000 : seed;
    OracleRun run = new OracleRun(used, brief ? SHORT_CASES : cases, droolsOf());
    report.say("seed %d, %,d cases", used, run.cases());
    FeatureCounts counts =
        run.run(text -> report.say("%6.1f s: %s", (System.nanoTime() - began) / 1e9, text));
    put(report, counts);
    if (table != null) {
      Files.writeString(table, counts.table());
    }
    report.put("seed", used);
    report.put("seconds", Report.rounded((System.nanoTime() - began) / 1e9));
    judge(report, counts);
    return report.end();
  }

  private long droolsOf() {
    if (drools.equals("all") || drools.equals("none")) {
      return drools.equals("all") ? 1 : 0;
    }
    try {
      return Math.max(1, Long.parseLong(drools));
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), "[" + drools + "] is not [all], [none] or a number.", e);
    }
  }

  private static void put(Report report, FeatureCounts counts) {
    report.put("cases", counts.cases());
    report.put("disagreements", counts.disagreements());
    report.put("drools_compared", counts.droolsCompared());
    report.put("drools_disagreements", counts.droolsDisagreements());
    report.put("drools_exceptions", counts.droolsThrown());
    report.put("alerting_share", Report.rounded(counts.alertingShare()));
    report.put("per_feature", counts.figures());
  }

  private static void judge(Report report, FeatureCounts counts) {
    if (counts.disagreements() > 0) {
      report.fail("%,d rules disagree with the oracle", counts.disagreements());
    }
    if (counts.alertingShare() < LEAST_ALERTING) {
      report.fail("only %.3f of the rules alert", counts.alertingShare());
    }
    List<String> rare = counts.rarerThan(counts.cases() / FEATURE_OF);
    if (!rare.isEmpty()) {
      report.say("fewer than one case in %d have %s", FEATURE_OF, rare);
      if (counts.cases() >= MANY) {
        report.fail("these features are too rare: %s", rare);
      }
    }
  }
}
