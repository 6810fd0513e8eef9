package io.tocsin.bench.race;

import io.tocsin.bench.ProcessFigures;
import io.tocsin.bench.lines.Guarantee;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An entrant in a JVM of its own; it does what it is told, and tells what it does. */
final class EntrantProcess implements AutoCloseable {
  private static final String HEAP = "-Xmx2g";
  private static final int LOG_LINES = 20;
  private static final int STOP_SECONDS = 10;
  private static final int SILENT_MINUTES = 20;

  private final Entrant entrant;
  private final Process process;
  private final BufferedReader said;
  private final Path log;
  private final Thread end;

  private EntrantProcess(Entrant entrant, Process process, Path log) {
    this.entrant = entrant;
    this.process = process;
    this.log = log;
    this.said = process.inputReader();
    // Because nothing else ends it where this process is told to stop.
    this.end = new Thread(process::destroyForcibly, "entrant-end");
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param flags of its JVM, none for a measurement
   * @param folder for what it writes and for its log; empty
   */
  static EntrantProcess start(
      Entrant entrant, Guarantee guarantee, String bootstrap, List<String> flags, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
    command.add(
        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""));
    command.addAll(flags);
    command.addAll(entrant.java());
    command.addAll(List.of(bootstrap, guarantee.label(), folder.toString()));
    Path log = folder.resolve("log");
    EntrantProcess started =
        new EntrantProcess(
            entrant,
            new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start(),
            log);
    try {
      started.hear("READY");
      return started;
    } catch (IOException | InterruptedException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Has it run; hear what follows. */
  void run(String name, String lines, String alerts) throws IOException {
    tell("RUN %s %s %s".formatted(name, lines, alerts));
  }

  /** Ends the run. */
  void stop() throws IOException, InterruptedException {
    tell("STOP");
    hear("STOPPED");
  }

  private void tell(String order) throws IOException {
    process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /**
   * Waits until it says a word, and returns the rest of the line.
   *
   * @throws IllegalStateException with the end of its log, where it ends before, or is ended
   *     because it takes longer than any run
   */
  String hear(String word) throws IOException, InterruptedException {
    CompletableFuture<Void> bound =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(SILENT_MINUTES, TimeUnit.MINUTES));
    try {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith(word)) {
          return line.substring(word.length()).strip();
        }
      }
    } finally {
      bound.cancel(true);
    }
    throw failure(process.waitFor());
  }

  /**
   * @throws IllegalStateException with the end of its log, where it has ended
   */
  void check() throws IOException {
    if (!process.isAlive()) {
      throw failure(process.exitValue());
    }
  }

  private IllegalStateException failure(int code) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return new IllegalStateException(
        "The process of [%s] ended with [%d]. The end of its log:%n%s"
            .formatted(
                entrant.label(),
                code,
                String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()))));
  }

  long cpuNanos() {
    return ProcessFigures.cpuNanos(process.pid());
  }

  void resetPeak() throws IOException {
    ProcessFigures.resetPeak(process.pid());
  }

  long peakMegabytes() throws IOException {
    return ProcessFigures.peakMegabytes(process.pid());
  }

  /** SIGKILL: what it would still do is not measured. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    Runtime.getRuntime().removeShutdownHook(end);
  }
}
