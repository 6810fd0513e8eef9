package io.tocsin.bench.latency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A system under test in a JVM of its own, with the flags of the launcher, which are this JVM's
 * too. What it prints goes to a log file, but for the stream that says when it is ready.
 */
final class ChildJvm implements AutoCloseable {
  private static final int START_SECONDS = 120;
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final CountDownLatch ready = new CountDownLatch(1);

  /** Which stream tells that the process is ready; the other one goes to the log. */
  enum Tells {
    OUT,
    ERR
  }

  private ChildJvm(Process process, Tells tells, String sign) {
    this.process = process;
    var stream = tells == Tells.OUT ? process.getInputStream() : process.getErrorStream();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader text =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                  if (line.contains(sign)) {
                    ready.countDown();
                  }
                }
              } catch (IOException ended) {
                // As the process has.
              }
            },
            "child-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @param sign a line with it says so
   * @throws IllegalStateException where it ends before that or takes longer than two minutes
   */
  static ChildJvm start(
      String classPath, Path log, Tells tells, String sign, String main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("--") || flag.startsWith("-Dlogback.")) {
        command.add(flag);
      }
    }
    command.addAll(List.of("-Xmx1g", "-cp", classPath, main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    if (tells == Tells.OUT) {
      builder.redirectError(log.toFile());
    } else {
      builder.redirectOutput(log.toFile());
    }
    ChildJvm child = new ChildJvm(builder.start(), tells, sign);
    Runtime.getRuntime().addShutdownHook(new Thread(child.process::destroyForcibly));
    if (!child.isReady()) {
      child.close();
      throw new IllegalStateException(
          "The process of [%s] did not get ready.%nMaybe its log [%s] says why."
              .formatted(main, log));
    }
    return child;
  }

  private boolean isReady() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      if (ready.await(100, TimeUnit.MILLISECONDS)) {
        return true;
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
