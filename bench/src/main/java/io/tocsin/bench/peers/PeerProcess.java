package io.tocsin.bench.peers;

import io.tocsin.bench.contest.Contest;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A contestant in a JVM of its own, with the JVM's default flags and a heap of 6 GB. */
public final class PeerProcess {
  private static final int LAST_LINES = 20;
  private static final int STOP_SECONDS = 10;

  /** For a run that only proves that it works: the optimizing compiler costs more than it gives. */
  public static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1");

  private final List<String> flags;
  private final int events;
  private final int runs;
  private final int seconds;
  private final Consumer<String> progress;

  /**
   * @param flags of the JVM, none for a measurement
   * @param runs after the warm-up
   * @param seconds that a run may take
   * @param progress gets what the process says of its runs
   */
  public PeerProcess(
      List<String> flags, int events, int runs, int seconds, Consumer<String> progress) {
    this.flags = flags;
    this.events = events;
    this.runs = runs;
    this.seconds = seconds;
    this.progress = progress;
  }

  /**
   * Runs a contest.
   *
   * @param form empty for the one that counts
   * @throws IllegalStateException with the end of its log, where the process fails
   */
  public PeerFigures run(Peer peer, Contest contest, String form)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Xmx6g");
    command.addAll(flags);
    command.addAll(peer.java());
    command.addAll(
        List.of(
            contest.label(),
            form.isEmpty() ? "-" : form,
            Integer.toString(events),
            Integer.toString(runs),
            Integer.toString(seconds)));
    Process process = new ProcessBuilder(command).start();
    Thread stop = new Thread(process::destroyForcibly, "stop-peer");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      return figures(peer, process);
    } finally {
      process.destroy();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(stop);
    }
  }

  private PeerFigures figures(Peer peer, Process process) throws IOException, InterruptedException {
    Deque<String> log = new ArrayDeque<>();
    Thread reader =
        new Thread(() -> process.errorReader().lines().forEach(line -> take(peer, line, log)));
    reader.start();
    String last = "";
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line;
      }
    }
    reader.join();
    int code = process.waitFor();
    if (code != 0 || last.isEmpty()) {
      throw new IllegalStateException(
          "The process of [%s] ended with [%d]. The end of its log:%n%s"
              .formatted(peer.label(), code, String.join("\n", log)));
    }
    return PeerFigures.of(peer, last);
  }

  private void take(Peer peer, String line, Deque<String> log) {
    if (line.startsWith(peer.label())) {
      progress.accept(line);
    }
    log.addLast(line);
    if (log.size() > LAST_LINES) {
      log.removeFirst();
    }
  }
}
