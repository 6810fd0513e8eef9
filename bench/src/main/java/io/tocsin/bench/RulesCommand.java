package io.tocsin.bench;

import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.scale.ManyRules;
import io.tocsin.bench.scale.RulesRun;
import io.tocsin.bench.workload.Columns;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run rules}: what an event costs with many rules over one stream. */
@Command(
    name = "rules",
    description = "CPU time of an event with 1,000 or 10,000 rules over one stream, and with 10.",
    mixinStandardHelpOptions = true)
final class RulesCommand implements Callable<Integer> {
  private static final int SHORT = 100;

  @ParentCommand private @Nullable Bench bench;

  @Mixin private final SizeOptions size = new SizeOptions();

  @Override
  public Integer call() {
    Report report = Bench.report(bench);
    Columns columns = Contest.W1.workload().generate(size.events());
    String[] services =
        IntStream.range(0, 1_000).mapToObj(number -> "service-" + number).toArray(String[]::new);
    report.put("events", size.events());
    double worst = 0;
    for (ManyRules kind : ManyRules.values()) {
      int many = size.isShort() ? SHORT : kind.many();
      long began = System.nanoTime();
      PackPlan plan = kind.plan(many);
      report.say(
          "%s: %,d rules compiled in %d s",
          kind, many, (System.nanoTime() - began) / 1_000_000_000);
      double ratio = ratio(report, kind, plan, columns, services);
      report.put(kind.figure(many), Report.rounded(ratio));
      worst = kind == ManyRules.FILTERS ? worst : Math.max(worst, ratio);
    }
    if (!size.isShort()) {
      report.put("rules_1000_vs_10", Report.rounded(worst));
    }
    return report.end();
  }

  private double ratio(
      Report report, ManyRules kind, PackPlan manyPlan, Columns columns, String[] services) {
    PackPlan fewPlan = kind.plan(ManyRules.FEW);
    List<Double> few = new ArrayList<>();
    List<Double> many = new ArrayList<>();
    for (int run = 0; run <= size.runs(); run++) {
      // In turn, so that both meet the same weather.
      RulesRun ofFew = RulesRun.of(fewPlan, columns, services);
      RulesRun ofMany = RulesRun.of(manyPlan, columns, services);
      report.say(
          "%s: %s: %.0f ns with %d rules (%,d alerts), %.0f ns with %,d (%,d alerts)",
          kind,
          run == 0 ? "warm-up" : "run " + run + " of " + size.runs(),
          ofFew.nanosPerEvent(),
          ManyRules.FEW,
          ofFew.alerts(),
          ofMany.nanosPerEvent(),
          manyPlan.rules().size(),
          ofMany.alerts());
      if (ofFew.alerts() > ofMany.alerts()) {
        report.fail("%s: the rules of the few are among the many", kind);
      }
      if (run > 0) {
        few.add(ofFew.nanosPerEvent());
        many.add(ofMany.nanosPerEvent());
      }
    }
    return new Runs(many).median() / new Runs(few).median();
  }
}
