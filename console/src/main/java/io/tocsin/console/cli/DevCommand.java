package io.tocsin.console.cli;

import io.tocsin.console.wiring.DevNode;
import io.tocsin.console.wiring.DevOptions;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin dev}. */
@Command(
    name = "dev",
    description = {
      "Starts everything in one process: a broker, a node with the sample packs, and events for"
          + " them. Prints each alert as one line and serves the console."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The data stays between runs, by default in $XDG_DATA_HOME/tocsin (~/.local/share/tocsin).",
      "Ctrl-C stops cleanly, a second one at once.",
      "",
      "Examples:",
      "  tocsin dev",
      "  tocsin dev --fresh --port 9000",
      "  tocsin dev --pack my-rules/shop --pack my-rules/payments",
      "  tocsin dev --follow /var/log/auth.log --year 2026 --zone Europe/Berlin"
    })
final class DevCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--data", paramLabel = "DIR", description = "Where the data lies.")
  private @Nullable Path data;

  @Option(names = "--fresh", description = "Forget what earlier runs left.")
  private boolean fresh;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The console's port, 0 for any free one; default: 8700, or any free one.")
  private @Nullable Integer port;

  @Option(names = "--no-open", description = "Do not show the console in a browser.")
  private boolean noOpen;

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "A pack to run instead of the sample packs; repeatable.")
  private List<Path> packs = new ArrayList<>();

  @Option(
      names = "--follow",
      paramLabel = "FILE",
      description =
          "Follow this log instead of generated events: syslog with sshd, common or combined access"
              + " logs, JSON lines.")
  private @Nullable Path follow;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "The followed log's format: sshd, web-access or json; default: found by its first lines."
              + " With it the log may be absent or empty so far.")
  private @Nullable String format;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The source that the followed log is for, where it is not clear.")
  private @Nullable String topic;

  @Option(
      names = "--year",
      paramLabel = "YEAR",
      description = "The year of the followed log's first line; default: the latest possible.")
  private @Nullable Year year;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The zone of the followed log's times; default: this machine's.")
  private ZoneId zone = ZoneId.systemDefault();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "The seed of the generated events; default: 1.")
  private long seed;

  @Option(
      names = "--json",
      description = "Print alerts as JSON lines, and nothing else to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    if (follow == null && (year != null || topic != null || format != null)) {
      throw new ParameterException(
          spec.commandLine(), "--year, --topic and --format go with --follow, which is absent.");
    }
    DevOptions options =
        new DevOptions(
            data, fresh, port, !noOpen, packs, follow, format, topic, year, zone, seed, json);
    new DevNode(options, System.out, System.err, spec.commandLine().getColorScheme().ansi()).run();
    return ExitCode.OK;
  }
}
