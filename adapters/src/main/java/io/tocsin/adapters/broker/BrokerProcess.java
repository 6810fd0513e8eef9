package io.tocsin.adapters.broker;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in a JVM of its own, started from this JVM's class path: for tests that kill it,
 * freeze it and start it again on the same data and port. It ends when this JVM ends, unless it is
 * frozen then.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 30;

  private final Path data;
  private final Process process;
  private final String bootstrap;
  private final List<String> flags;

  private BrokerProcess(Path data, List<String> flags, Process process, String bootstrap) {
    this.data = data;
    this.flags = flags;
    this.process = process;
    this.bootstrap = bootstrap;
  }

  /** Starts on the port of the last start, or on any free one; see {@link #start(Path, int)}. */
  public static BrokerProcess start(Path data) {
    return start(data, 0);
  }

  /** Starts with the JVM's own flags; see {@link #start(Path, int, List)}. */
  public static BrokerProcess start(Path data, int port) {
    return start(data, port, List.of());
  }

  /**
   * Starts a broker and waits until it serves clients, about 3 s.
   *
   * @param data its directory, created where missing; its log is {@code broker.log} there
   * @param port the port for clients on 127.0.0.1; 0 for that of the last start or any free one
   * @param flags more flags for its JVM
   * @throws TocsinException with {@link ErrorCode#UNAVAILABLE} where it ends before it is ready
   */
  public static BrokerProcess start(Path data, int port, List<String> flags) {
    Path log = data.resolve("broker.log");
    try {
      Files.createDirectories(temporary(data));
      Process process =
          new ProcessBuilder(command(data, port, flags))
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      String line = firstLine(process);
      if (line == null || !line.startsWith(BrokerMain.READY)) {
        process.destroyForcibly();
        throw new TocsinException(
            ErrorCode.UNAVAILABLE,
            "The broker process did not start.\nMaybe the log [%s] says why.".formatted(log));
      }
      return new BrokerProcess(
          data, List.copyOf(flags), process, line.substring(BrokerMain.READY.length()));
    } catch (IOException e) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The broker process cannot be started in [%s].".formatted(data),
          e);
    }
  }

  private static @Nullable String firstLine(Process process) throws IOException {
    // Not closed: the stream stays the process's standard output.
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  /** What it unpacks stays with its data, because a process that is killed cannot clear up. */
  private static Path temporary(Path data) {
    return data.resolve("tmp");
  }

  private static List<String> command(Path data, int port, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms128m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));
    command.add("-Djava.io.tmpdir=" + temporary(data));
    command.addAll(flags);
    String logging = System.getProperty("logback.configurationFile");
    if (logging != null) {
      command.add("-Dlogback.configurationFile=" + logging);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BrokerMain.class.getName(), data.toString(), Integer.toString(port)));
    return command;
  }

  /** The address for clients: {@code 127.0.0.1:PORT}. */
  public String bootstrap() {
    return bootstrap;
  }

  public long pid() {
    return process.pid();
  }

  /** Ends it at once (SIGKILL), frozen or not, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Freezes it (SIGSTOP): connections stay, nothing answers. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets it go on after {@link #freeze()}. */
  public void thaw() {
    signal("CONT");
  }

  /** A new process on the same data and the same port; this one must have ended. */
  public BrokerProcess startAgain() {
    return start(data, Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1)), flags);
  }

  /** Stops it cleanly where it is still alive; kills it where that takes more than 30 s. */
  @Override
  public void close() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
      if (status != 0) {
        throw new TocsinException(
            ErrorCode.UNAVAILABLE,
            "The broker process [%d] does not take the signal [%s].\nMaybe it has ended."
                .formatted(process.pid(), name));
      }
    } catch (IOException e) {
      throw new TocsinException(ErrorCode.UNAVAILABLE, "There is no shell to send a signal.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
