package io.tocsin.console.cli;

import io.tocsin.console.wiring.ServeNode;
import io.tocsin.console.wiring.ServeOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin serve}. */
@Command(
    name = "serve",
    description = "Runs a node against a Kafka cluster.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Configuration: tocsin.* in a file, or by environment (TOCSIN_KAFKA_BOOTSTRAPSERVERS). The",
      "console listens on 127.0.0.1; SERVER_ADDRESS changes that, and reading then wants the token.",
      "",
      "Examples:",
      "  tocsin serve --config node.yaml",
      "  TOCSIN_KAFKA_BOOTSTRAPSERVERS=broker:9092 tocsin serve --pack rules/payment-burst"
    })
final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--config", paramLabel = "FILE", description = "A file of configuration (YAML).")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR", description = "The node's own directory.")
  private @Nullable Path data;

  @Option(names = "--port", paramLabel = "PORT", description = "The console's port.")
  private @Nullable Integer port;

  @Option(names = "--pack", paramLabel = "DIR", description = "A pack to run; repeatable.")
  private List<Path> packs = new ArrayList<>();

  @Override
  public Integer call() {
    new ServeNode(
            new ServeOptions(config, data, port, packs),
            System.err,
            spec.commandLine().getColorScheme().ansi())
        .run();
    return ExitCode.OK;
  }
}
