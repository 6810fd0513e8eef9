package io.tocsin.bench.oracle;

import io.tocsin.engine.testing.differential.CaseResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs random packs, in as many processes as there are cores.
 *
 * @param seed of the series; each pack has one of its own
 * @param cases how many rules; a pack has five
 * @param droolsOf of every how many packs Drools itself is asked too; 0 for none
 */
public record OracleRun(long seed, long cases, long droolsOf) {
  /** At most so many disagreements are told in full. */
  private static final int TOLD = 20;

  private static final int PROGRESS_OF = 50;

  /**
   * Runs them all.
   *
   * @param say receives sentences on the way
   * @throws IllegalStateException where a process ends before its packs do
   */
  public FeatureCounts run(Consumer<String> say) throws IOException, InterruptedException {
    long packs = (cases + OracleWorker.RULES_PER_PACK - 1) / OracleWorker.RULES_PER_PACK;
    int cores = (int) Math.min(packs, Runtime.getRuntime().availableProcessors());
    BlockingQueue<Optional<CaseResult>> results = new LinkedBlockingQueue<>();
    List<Process> processes = new ArrayList<>();
    try {
      for (int first = 0; first < cores; first++) {
        Process process = start(first, packs, cores);
        processes.add(process);
        new Thread(() -> read(process, results), "oracle-" + first).start();
      }
      return counted(packs, cores, results, say);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static FeatureCounts counted(
      long packs, int running, BlockingQueue<Optional<CaseResult>> results, Consumer<String> say)
      throws InterruptedException {
    FeatureCounts counts = new FeatureCounts();
    long ended = 0;
    int told = 0;
    int left = running;
    while (left > 0) {
      Optional<CaseResult> next = results.take();
      if (next.isEmpty()) {
        left--;
        continue;
      }
      CaseResult result = next.get();
      counts.add(result);
      if (result.disagreement() != null && told++ < TOLD) {
        say.accept("disagreement:\n" + result.disagreement());
      }
      if (++ended % PROGRESS_OF == 0) {
        say.accept(
            "%,d cases, %d disagreements; Drools: %,d of %,d"
                .formatted(
                    counts.cases(),
                    counts.disagreements(),
                    counts.droolsDisagreements(),
                    counts.droolsCompared()));
      }
    }
    if (ended != packs) {
      throw new IllegalStateException("Only [" + ended + "] of [" + packs + "] packs were run.");
    }
    return counts;
  }

  private Process start(int first, long packs, int step) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(OracleWorker.class.getName());
    for (long argument : new long[] {seed, first, packs, step, droolsOf}) {
      command.add(Long.toString(argument));
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Ends with an empty result. */
  private static void read(Process process, BlockingQueue<Optional<CaseResult>> into) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        into.add(Optional.of(JsonMapper.shared().readValue(line, CaseResult.class)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      into.add(Optional.empty());
    }
  }
}
