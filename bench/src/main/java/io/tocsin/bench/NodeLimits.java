package io.tocsin.bench;

import io.tocsin.bench.limits.FloodBooks;
import io.tocsin.bench.limits.FloodPlan;
import io.tocsin.bench.limits.FloodRun;
import io.tocsin.engine.pack.Limits;
import io.tocsin.engine.pack.PackLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** {@code bench/run limits --through-broker}. */
final class NodeLimits {
  private static final String HEAP = "2g";
  private static final long PATIENCE_SECONDS = 1_200;

  /** Half of the keys of a short run find a place. */
  private static final String LOW = "limits: {keys: %d}%n";

  private final FloodPlan plan;
  private final boolean brief;
  private final LogsOption logs;

  /**
   * @param brief whether the pack gets a limit that so few keys meet
   */
  NodeLimits(FloodPlan plan, boolean brief, LogsOption logs) {
    this.plan = plan;
    this.brief = brief;
    this.logs = logs;
  }

  /** Runs it once; the exit code of the command. */
  int measure(Report report) throws Exception {
    long began = System.nanoTime();
    report.put("keys", plan.keys());
    try (Scratch scratch = new Scratch()) {
      Path pack = pack(scratch.folder());
      Limits limits = PackLoader.load(pack).limits();
      try (FloodRun run =
          new FloodRun(
              plan,
              scratch.folder(),
              pack,
              HEAP,
              PATIENCE_SECONDS,
              text -> report.say("%6.1f s: %s", (System.nanoTime() - began) / 1e9, text))) {
        FloodBooks books = run.run();
        books.close(limits).forEach(report::put);
        books.problems().forEach(problem -> report.fail("%s", problem));
      } finally {
        logs.keep(scratch.folder());
      }
    }
    report.put("heap_max", HEAP);
    report.put("seconds", Report.rounded((System.nanoTime() - began) / 1e9));
    return report.end();
  }

  private Path pack(Path folder) throws IOException {
    Path shipped = BenchPack.folder("flood");
    if (!brief) {
      return shipped;
    }
    Path copy = Files.createDirectory(folder.resolve("flood"));
    try (Stream<Path> files = Files.list(shipped)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Files.writeString(
        copy.resolve("pack.yaml"), LOW.formatted(plan.keys() / 2), StandardOpenOption.APPEND);
    return copy;
  }
}
