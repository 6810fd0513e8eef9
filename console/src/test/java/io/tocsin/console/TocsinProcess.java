package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The built jar as a process of its own, with what it prints. */
final class TocsinProcess implements AutoCloseable {

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final CountDownLatch read = new CountDownLatch(2);

  private TocsinProcess(Process process) {
    this.process = process;
    read(process.getInputStream(), out);
    read(process.getErrorStream(), err);
  }

  static TocsinProcess start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  static TocsinProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(System.getProperty("tocsin.jvm.opens").trim().split("\\s+")));
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-jar", System.getProperty("tocsin.jar")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new TocsinProcess(builder.start());
  }

  private void read(InputStream stream, List<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader text =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                text.lines().forEach(lines::add);
              } catch (IOException | RuntimeException ended) {
                // The process has ended; what it said is in the lists.
              } finally {
                read.countDown();
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  List<String> out() {
    return out;
  }

  List<String> err() {
    return err;
  }

  /** The first line of standard output that fits; fails where none comes in time. */
  String await(Predicate<String> fits, Duration bound) throws InterruptedException {
    return await(out, fits, bound);
  }

  /** The first line of standard error that fits; fails where none comes in time. */
  String awaitErr(Predicate<String> fits, Duration bound) throws InterruptedException {
    return await(err, fits, bound);
  }

  private String await(List<String> lines, Predicate<String> fits, Duration bound)
      throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    while (System.nanoTime() < deadline) {
      for (String line : lines) {
        if (fits.test(line)) {
          return line;
        }
      }
      assertThat(process.isAlive()).as("alive, after %s and %s", out, err).isTrue();
      pause();
    }
    throw new AssertionError("No such line within " + bound + ": " + out + " " + err);
  }

  /** Waits until standard output has that many lines; returns at the bound all the same. */
  void awaitOut(int lines, Duration bound) throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    while (out.size() < lines && process.isAlive() && System.nanoTime() < deadline) {
      pause();
    }
  }

  /** Between two looks at what the process has printed; the callers' loops are bounded. */
  private static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(50);
  }

  /** Ends it at once, as a crash does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Asks it to end, as Ctrl-C and an orchestrator do. */
  void terminate() {
    // By its handle, because Process.destroy closes the pipes and with them the last words.
    process.toHandle().destroy();
  }

  int exit(Duration bound) throws InterruptedException {
    assertThat(process.waitFor(bound.toSeconds(), TimeUnit.SECONDS))
        .as("ended within %s, after %s", bound, err)
        .isTrue();
    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
