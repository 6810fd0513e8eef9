package io.tocsin.console.cli;

import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.replay.Input;
import io.tocsin.engine.replay.Replay;
import io.tocsin.engine.replay.ReplayProgress;
import io.tocsin.engine.replay.ReplaySummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin replay}. */
@Command(
    name = "replay",
    description = {
      "Runs a pack over files, without a broker, to the end of time: every deadline of the last"
          + " events passes. Alerts go to standard output, one JSON object a line; a summary goes to"
          + " standard error."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 done, 2 bad arguments, 3 the pack does not compile, 4 lines were rejected and",
      "--strict is given, 5 a rule was quarantined.",
      "",
      "Examples:",
      "  tocsin replay --pack rules/payment-burst --input payments.jsonl",
      "  tocsin replay --pack rules/web-abuse --input web-access=access.csv.gz --output alerts.jsonl",
      "  tocsin replay --pack DIR --input orders=o.jsonl --input customers=customers.csv",
      "  tocsin replay --pack rules/ssh-brute-force --input auth.jsonl --rule \"Login after failures\""
    })
final class ReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--pack", required = true, paramLabel = "DIR", description = "The pack's folder.")
  private Path pack = Path.of("");

  @Option(
      names = "--input",
      required = true,
      paramLabel = "[TOPIC=]FILE",
      description =
          "JSON lines or CSV with a header, also compressed with gzip; repeatable. The topic may be"
              + " left out where the pack has one source. The rows of tables are loaded first.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the alerts go; default: standard output.")
  private @Nullable Path output;

  @Option(names = "--rule", paramLabel = "NAME", description = "Keep the alerts of this rule only.")
  private @Nullable String rule;

  @Option(names = "--strict", description = "End with 4 where a line was rejected.")
  private boolean strict;

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PackPlan plan = PackCompiler.compile(PackLoader.load(pack));
    List<Input> files = inputs.stream().map(each -> Input.parse(each, plan.pack())).toList();
    PrintWriter err = spec.commandLine().getErr();
    Replay replay =
        new Replay(plan)
            .strict(strict)
            .onProblem(err::println)
            .onProgress(progress -> tell(err, progress));
    if (rule != null) {
      replay.rule(rule);
    }
    ReplaySummary summary = run(replay, files);
    if (json) {
      err.println(Json.text(asMap(summary)));
    } else {
      err.println(summary);
    }
    err.flush();
    return summary.outcome().exitCode();
  }

  private ReplaySummary run(Replay replay, List<Input> files) throws IOException {
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      ReplaySummary summary = replay.run(files, out);
      out.flush();
      if (out.checkError()) {
        throw new TocsinException(
            ErrorCode.UNAVAILABLE, "The alerts cannot be written to standard output.");
      }
      return summary;
    }
    try (Writer out = Files.newBufferedWriter(output, StandardCharsets.UTF_8)) {
      return replay.run(files, out);
    } catch (IOException unwritable) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "Reading the input or writing the output [%s] failed: [%s]."
              .formatted(output, unwritable),
          unwritable);
    }
  }

  private static void tell(PrintWriter err, ReplayProgress progress) {
    err.println(progress);
    err.flush();
  }

  private static Map<String, Object> asMap(ReplaySummary summary) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("events", summary.events());
    map.put("alerts", summary.alerts());
    map.put("late", summary.late());
    map.put("deadLetters", summary.rejected());
    map.put("faults", summary.faults());
    map.put("quarantined", summary.quarantined());
    map.put("seconds", summary.took().toNanos() / 1e9);
    map.put("eventsPerSecond", summary.eventsPerSecond());
    return map;
  }
}
