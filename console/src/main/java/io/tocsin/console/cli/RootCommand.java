package io.tocsin.console.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: names the verbs, and holds what all of them take. */
@Command(
    name = "tocsin",
    description = "Raises alerts from streams of events by rules written in DRL.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  tocsin dev                          everything embedded, sample packs and events",
      "  tocsin lint rules/payment-burst     what is wrong with a pack",
      "  tocsin test rules                   run the scenarios of all packs",
      "  tocsin replay --pack rules/payment-burst --input payments.jsonl",
      "",
      "Exit codes: 0 good, 1 a scenario failed, 2 bad arguments, 3 a pack does not compile,",
      "4 input rejected under --strict, 5 a rule was quarantined, 10 something outside stands in",
      "the way, 70 a fault of Tocsin."
    })
final class RootCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces of what goes wrong.")
  private boolean debug;

  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
