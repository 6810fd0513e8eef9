package io.tocsin.bench.latency;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A system under test in a JVM of its own, with the flags of the launcher, which are this JVM's
 * too. What it prints goes to a log file.
 */
final class ChildJvm implements AutoCloseable {
  private static final int START_SECONDS = 120;
  private static final int STOP_SECONDS = 30;
  private static final int LOOK_MILLIS = 100;
  private static final int LOG_LINES = 20;

  private final Process process;

  private ChildJvm(Process process) {
    this.process = process;
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param sign a line of the log with it says so
   * @throws IllegalStateException where it ends before that or takes longer than two minutes
   */
  static ChildJvm start(
      String classPath, Path log, String sign, String main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--") || flag.startsWith("-XX:") || flag.startsWith("-Dlogback.")) {
        command.add(flag);
      }
    }
    command.addAll(List.of("-Xmx1g", "-cp", classPath, main));
    command.addAll(arguments);
    ChildJvm child =
        new ChildJvm(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    Runtime.getRuntime().addShutdownHook(new Thread(child.process::destroyForcibly));
    if (!child.isReady(log, sign)) {
      child.close();
      List<String> lines = Files.readAllLines(log);
      throw new IllegalStateException(
          "The process of [%s] did not get ready. The end of its log:%n%s"
              .formatted(
                  main,
                  String.join(
                      "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()))));
    }
    return child;
  }

  private boolean isReady(Path log, String sign) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline) {
      if (Files.readString(log).contains(sign)) {
        return true;
      }
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
