package io.tocsin.bench;

import io.tocsin.bench.workload.JsonLines;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.replay.Input;
import io.tocsin.engine.replay.Replay;
import io.tocsin.engine.replay.ReplaySummary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Replays the file of a workload again and again, as {@code ./tocsin replay} does. */
final class ReplayRuns {
  private final BenchPack pack;
  private final Path folder;
  private final Path file;
  private final PackPlan plan;

  /**
   * @param folder where the events and the alerts are written
   */
  ReplayRuns(BenchPack pack, Path folder) {
    this.pack = pack;
    this.folder = folder;
    this.file = folder.resolve(pack.topic() + ".jsonl");
    this.plan = pack.plan();
  }

  /** Writes the file of the events. */
  void write(JsonLines lines) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int i = 0; i < lines.size(); i++) {
        out.write(lines.record(i));
        out.write('\n');
      }
    }
  }

  /** Runs once, with a new engine and the alerts written to a file. */
  ReplaySummary run() throws IOException {
    try (Writer alerts = Files.newBufferedWriter(folder.resolve("alerts.jsonl"))) {
      return new Replay(plan).run(List.of(new Input(pack.topic(), file)), alerts);
    }
  }
}
