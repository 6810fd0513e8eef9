package io.tocsin.console.cli;

import io.tocsin.engine.analysis.Lint;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Diagnostic.Severity;
import io.tocsin.engine.scenario.ScenarioRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin lint}. */
@Command(
    name = "lint",
    description = "Checks packs and tells what is wrong with them, with file, line and column.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 no error, 2 bad arguments, 3 a diagnostic is an error.",
      "",
      "Examples:",
      "  tocsin lint rules/payment-burst",
      "  tocsin lint rules --json"
    })
final class LintCommand implements Callable<Integer> {

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
   * @param pack the pack's folder
   * @param diagnostics what was found, file by file
   */
  record Checked(String pack, List<Diagnostic> diagnostics) {
    long count(Severity severity) {
      return diagnostics.stream().filter(d -> d.severity() == severity).count();
    }
  }

  record Result(boolean ok, long errors, long warnings, List<Checked> packs) {}

  @Override
  public Integer call() {
    List<Checked> packs = new ArrayList<>();
    for (Path pack : ScenarioRunner.packs(folder)) {
      packs.add(new Checked(pack.toString(), Lint.of(pack, PackCompiler::lint)));
    }
    long errors = packs.stream().mapToLong(p -> p.count(Severity.ERROR)).sum();
    long warnings = packs.stream().mapToLong(p -> p.count(Severity.WARNING)).sum();
    if (json) {
      Json.print(spec.commandLine(), new Result(errors == 0, errors, warnings, packs));
    } else {
      tell(packs, errors, warnings);
    }
    return errors == 0 ? ExitCode.OK : ExitCode.BAD_PACK;
  }

  private void tell(List<Checked> packs, long errors, long warnings) {
    DiagnosticPrinter printer = new DiagnosticPrinter(spec.commandLine());
    for (Checked each : packs) {
      printer.print(Path.of(each.pack()), each.diagnostics());
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%d pack%s checked: %d error%s, %d warning%s%n",
            packs.size(), plural(packs.size()), errors, plural(errors), warnings, plural(warnings));
  }

  private static String plural(long count) {
    return count == 1 ? "" : "s";
  }
}
