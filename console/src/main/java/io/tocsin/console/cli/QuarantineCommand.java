package io.tocsin.console.cli;

import io.tocsin.console.terminal.Terminal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code tocsin quarantine}. */
@Command(
    name = "quarantine",
    description = "Shows the rules that a node has stopped because they failed too often.",
    mixinStandardHelpOptions = true,
    subcommands = QuarantineCommand.Lift.class,
    footer = {
      "",
      "Examples:",
      "  tocsin quarantine",
      "  tocsin quarantine lift --pack payment-burst --rule \"Payment burst\" --token-file FILE"
    })
final class QuarantineCommand implements Callable<Integer> {
  private static final String DEFAULT_NODE = "http://127.0.0.1:8700";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--node",
      paramLabel = "URL",
      defaultValue = DEFAULT_NODE,
      description = "The node's console; default: ${DEFAULT-VALUE}.")
  private URI node = URI.create(DEFAULT_NODE);

  @Option(names = "--pack", paramLabel = "NAME", description = "Of this pack only.")
  private @Nullable String pack;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The node's token, where reading wants it.")
  private @Nullable Path tokenFile;

  @Override
  public Integer call() {
    List<JsonNode> rules =
        new NodeClient(node, tokenFile)
            .get("/api/v1/quarantine")
            .path("quarantined")
            .valueStream()
            .filter(rule -> pack == null || pack.equals(rule.path("pack").asString("")))
            .toList();
    rules.forEach(this::tell);
    if (rules.isEmpty()) {
      spec.commandLine().getOut().println("no rule is quarantined");
    }
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private void tell(JsonNode rule) {
    String line =
        "%s  %s  %d shards  %d faults  %s %s"
            .formatted(
                rule.path("pack").asString(""),
                rule.path("rule").asString(""),
                rule.path("shards").asInt(0),
                rule.path("faults").asLong(0),
                rule.path("code").asString(""),
                rule.path("reason").asString(""));
    spec.commandLine().getOut().println(Terminal.printable(line));
  }

  /** {@code tocsin quarantine lift}. */
  @Command(
      name = "lift",
      description = "Lets a quarantined rule be evaluated again, with nothing kept.",
      mixinStandardHelpOptions = true)
  static final class Lift implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--node",
        paramLabel = "URL",
        defaultValue = DEFAULT_NODE,
        description = "The node's console; default: ${DEFAULT-VALUE}.")
    private URI node = URI.create(DEFAULT_NODE);

    @Option(names = "--pack", paramLabel = "NAME", required = true, description = "The pack.")
    private String pack = "";

    @Option(names = "--rule", paramLabel = "NAME", required = true, description = "The rule.")
    private String rule = "";

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        required = true,
        description = "The node's token; its start says where that lies.")
    private Path tokenFile = Path.of("");

    @Override
    public Integer call() {
      new NodeClient(node, tokenFile)
          .post("/api/v1/quarantine/lift", Map.of("pack", pack, "rule", rule));
      spec.commandLine().getOut().println("lifted");
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }
}
