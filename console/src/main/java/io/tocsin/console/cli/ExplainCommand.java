package io.tocsin.console.cli;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.scenario.ScenarioRunner;
import io.tocsin.engine.window.OperatorOutline;
import io.tocsin.engine.window.OperatorOutline.PatternOutline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin explain}. */
@Command(
    name = "explain",
    description =
        "Tells how the rules of packs are run: key, operator, what is kept and for how long.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 good, 2 bad arguments, 3 a pack cannot be read or does not compile.",
      "",
      "Examples:",
      "  tocsin explain rules/payment-burst",
      "  tocsin explain rules --json"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String CONTINUED = "             ";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "A pack, or a folder with packs below it; default: here.")
  private Path folder = Path.of(".");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /**
   * @param pack the pack's name
   * @param version its version
   * @param planned whether its planner is on
   * @param rules its rules, alternative by alternative
   */
  record Explained(String pack, String version, boolean planned, List<OperatorOutline> rules) {}

  record Result(List<Explained> packs) {}

  @Override
  public Integer call() {
    List<Explained> packs = new ArrayList<>();
    for (Path pack : ScenarioRunner.packs(folder)) {
      PackPlan plan = PackCompiler.compile(PackLoader.load(pack));
      packs.add(
          new Explained(
              plan.pack().name(),
              plan.pack().version(),
              plan.pack().planned(),
              OperatorOutline.of(plan)));
    }
    if (json) {
      Json.print(spec.commandLine(), new Result(packs));
    } else {
      packs.forEach(this::tell);
    }
    return ExitCode.OK;
  }

  private void tell(Explained pack) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s %s%s%n", pack.pack(), pack.version(), pack.planned() ? "" : ", the planner is off");
    for (OperatorOutline rule : pack.rules()) {
      boolean several =
          pack.rules().stream().filter(other -> other.rule().equals(rule.rule())).count() > 1;
      out.printf("  %s%s%n", rule.rule(), several ? ", alternative " + rule.alternative() : "");
      line(out, "key", rule.key() + (rule.oneShard() ? ", so all of it is on one shard" : ""));
      line(out, "operator", rule.operator().words());
      line(out, "looks back", duration(rule.reachMillis()));
      rule.patterns().forEach(pattern -> line(out, pattern.step(), words(pattern)));
      conditions(out, "results", rule.compared(), rule.called());
    }
    out.flush();
  }

  private static void line(PrintWriter out, String name, String words) {
    out.printf("    %-11s%s%n", name, words);
  }

  private String words(PatternOutline pattern) {
    StringBuilder words = new StringBuilder(pattern.type());
    if (pattern.bytes() > 0) {
      words
          .append(", kept ")
          .append(duration(pattern.keptMillis()))
          .append(", ")
          .append(pattern.bytes())
          .append(" bytes each");
    }
    append(words, "compared", pattern.compared());
    append(words, "called", pattern.called());
    return words.toString();
  }

  private static void append(StringBuilder words, String how, List<String> conditions) {
    for (String condition : conditions) {
      words.append(System.lineSeparator()).append("    ").append(CONTINUED);
      words.append(how).append(": ").append(condition);
    }
  }

  private static void conditions(
      PrintWriter out, String name, List<String> compared, List<String> called) {
    compared.forEach(condition -> line(out, name, "compared: " + condition));
    called.forEach(condition -> line(out, name, "called: " + condition));
  }

  private static String duration(long millis) {
    if (millis == Long.MAX_VALUE) {
      return "without bound in time";
    }
    return Duration.ofMillis(millis).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
