package io.tocsin.bench;

import io.tocsin.bench.planted.PlantedBug;
import io.tocsin.bench.planted.PlantedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code bench/run planted}: whether the checks find bugs that are there. */
@Command(
    name = "planted",
    description = "Plants one bug after the other in a copy of the tree and runs the check for it.",
    mixinStandardHelpOptions = true)
final class PlantedCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Bench bench;

  @Option(names = "--only", split = ",", description = "The numbers of these bugs only.")
  private List<String> only = List.of();

  @Option(names = "--list", description = "Lists the bugs and plants none.")
  private boolean list;

  @Option(names = "--short", description = "The first bug only: proves that it works.")
  private boolean brief;

  @Override
  public Integer call() throws Exception {
    Report report = Bench.report(bench);
    Path root = BenchPack.folder("../..").toRealPath();
    List<PlantedBug> bugs = chosen(PlantedBug.all(root.resolve("bench/planted")));
    if (list) {
      bugs.forEach(bug -> report.say("%s: %s (%s)", bug.name(), bug.bug(), bug.check()));
      report.put("planted", bugs.size());
      return report.end();
    }
    List<String> missed = new ArrayList<>();
    try (Scratch scratch = new Scratch()) {
      PlantedRun run = new PlantedRun(root, scratch.folder());
      for (PlantedBug bug : bugs) {
        long began = System.nanoTime();
        PlantedRun.Outcome outcome = run.plant(bug);
        report.say(
            "%s: %s in %.0f s by [%s]: %s",
            bug.name(),
            outcome.caught() ? "caught" : "MISSED",
            (System.nanoTime() - began) / 1e9,
            bug.check(),
            bug.bug());
        if (!outcome.caught()) {
          report.say("%s", outcome.detail());
          missed.add(bug.name());
        }
      }
    }
    report.put("planted", bugs.size());
    report.put("caught", bugs.size() - missed.size());
    report.put("missed", missed);
    if (!missed.isEmpty() || bugs.isEmpty()) {
      report.fail("%d of %d planted bugs were missed", missed.size(), bugs.size());
    }
    return report.end();
  }

  private List<PlantedBug> chosen(List<PlantedBug> all) {
    if (brief) {
      return all.subList(0, Math.min(1, all.size()));
    }
    return all.stream()
        .filter(bug -> only.isEmpty() || only.stream().anyMatch(n -> bug.name().startsWith(n)))
        .toList();
  }
}
