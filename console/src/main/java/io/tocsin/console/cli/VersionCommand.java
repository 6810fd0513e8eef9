package io.tocsin.console.cli;

import io.tocsin.console.node.BuildVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin version}. */
@Command(
    name = "version",
    description = "Prints the versions of Tocsin and of the Java that runs it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  tocsin version --json"})
final class VersionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("tocsin", BuildVersion.current());
    versions.put("java", Runtime.version().toString());
    versions.put("vm", System.getProperty("java.vm.name", ""));
    if (json) {
      Json.print(spec.commandLine(), versions);
    } else {
      versions.forEach(
          (what, version) -> spec.commandLine().getOut().println(what + " " + version));
    }
    return ExitCode.OK;
  }
}
