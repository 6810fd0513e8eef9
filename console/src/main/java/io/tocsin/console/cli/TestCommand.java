package io.tocsin.console.cli;

import io.tocsin.console.terminal.Terminal;
import io.tocsin.engine.scenario.PackResult;
import io.tocsin.engine.scenario.ScenarioResult;
import io.tocsin.engine.scenario.ScenarioRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin test}. */
@Command(
    name = "test",
    description = "Runs the scenarios of packs: events in, alerts out, in virtual time.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 all passed, 1 a scenario failed, 2 bad arguments, 3 a pack does not compile.",
      "",
      "Examples:",
      "  tocsin test rules/payment-burst",
      "  tocsin test rules --json"
    })
final class TestCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "A pack, or a folder with packs right below it; default: here.")
  private Path folder = Path.of(".");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    List<PackResult> results = new ArrayList<>();
    for (Path pack : ScenarioRunner.packs(folder)) {
      PackResult result = ScenarioRunner.run(pack);
      results.add(result);
      if (!json) {
        tell(result);
      }
    }
    long scenarios = results.stream().mapToLong(r -> r.scenarios().size()).sum();
    long failed =
        results.stream().flatMap(r -> r.scenarios().stream()).filter(s -> !s.passed()).count();
    boolean passed = results.stream().allMatch(PackResult::passed);
    if (json) {
      Json.print(spec.commandLine(), asMap(results, passed, scenarios - failed, failed));
    } else {
      spec.commandLine()
          .getOut()
          .printf("%d passed, %d failed%s%n", scenarios - failed, failed, unusable(results));
    }
    return exit(results, passed);
  }

  private static int exit(List<PackResult> results, boolean passed) {
    if (!results.stream().allMatch(PackResult::compiled)) {
      return ExitCode.BAD_PACK;
    }
    return passed ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String unusable(List<PackResult> results) {
    long count = results.stream().filter(r -> !r.compiled()).count();
    return count == 0 ? "" : ", " + count + " packs that do not compile";
  }

  private void tell(PackResult result) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    new DiagnosticPrinter(spec.commandLine()).print(result.folder(), result.problems());
    PrintWriter out = spec.commandLine().getOut();
    out.println(result.pack());
    for (ScenarioResult scenario : result.scenarios()) {
      String mark = scenario.passed() ? mark(ansi, "32", "ok  ") : mark(ansi, "31", "FAIL");
      out.printf(
          "  %s  %s (%s:%d, %d ms)%n",
          mark,
          Terminal.printable(scenario.name()),
          scenario.file(),
          scenario.line(),
          scenario.took().toMillis());
      scenario.difference().forEach(line -> out.println("        " + Terminal.printable(line)));
    }
    if (result.compiled() && result.scenarios().isEmpty()) {
      out.println("  no scenarios");
    }
    out.flush();
  }

  private static String mark(Ansi ansi, String colour, String text) {
    return ansi.enabled() ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }

  private static Map<String, Object> asMap(
      List<PackResult> results, boolean passed, long good, long failed) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("ok", passed);
    map.put("passed", good);
    map.put("failed", failed);
    map.put("packs", results.stream().map(TestCommand::asMap).toList());
    return map;
  }

  private static Map<String, Object> asMap(PackResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pack", result.pack());
    map.put("folder", result.folder().toString());
    map.put("compiled", result.compiled());
    map.put("problems", result.problems());
    map.put("scenarios", result.scenarios().stream().map(TestCommand::asMap).toList());
    return map;
  }

  private static Map<String, Object> asMap(ScenarioResult scenario) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("scenario", scenario.name());
    map.put("file", scenario.file());
    map.put("line", scenario.line());
    map.put("passed", scenario.passed());
    map.put("difference", scenario.difference());
    map.put("events", scenario.events());
    map.put("alerts", scenario.alerts());
    map.put("millis", scenario.took().toMillis());
    return map;
  }
}
