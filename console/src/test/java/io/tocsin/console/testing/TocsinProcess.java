package io.tocsin.console.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The built jar as a process of its own, with what it prints. */
public final class TocsinProcess implements AutoCloseable {

  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final CountDownLatch read = new CountDownLatch(2);

  /** Where it keeps what it unpacks; goes with it, since a process that is killed leaves it. */
  private final @Nullable Path temporary;

  private TocsinProcess(Process process, @Nullable Path temporary) {
    this.process = process;
    this.temporary = temporary;
    read(process.getInputStream(), out);
    read(process.getErrorStream(), err);
  }

  public static TocsinProcess start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /** The jar on this JVM, with a heap of 1 GB. */
  public static TocsinProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    Path temporary = Files.createTempDirectory("tocsin-process");
    return start(command("-Xmx1g", temporary, arguments), environment, temporary);
  }

  /**
   * The command that runs the jar on this JVM.
   *
   * @param temporary a directory for what it unpacks
   */
  static List<String> command(String heap, Path temporary, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(System.getProperty("tocsin.jvm.opens").trim().split("\\s+")));
    command.addAll(List.of(heap, "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-jar", System.getProperty("tocsin.jar")));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * @param environment all that it gets beside the machine's, of which nothing configures Tocsin
   */
  static TocsinProcess start(List<String> command, Map<String, String> environment)
      throws IOException {
    return start(command, environment, null);
  }

  private static TocsinProcess start(
      List<String> command, Map<String, String> environment, @Nullable Path temporary)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("TOCSIN_"));
    builder.environment().putAll(environment);
    return new TocsinProcess(builder.start(), temporary);
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

  public List<String> out() {
    return out;
  }

  public List<String> err() {
    return err;
  }

  /** What it has printed so far. */
  public String said() {
    return String.join("\n", out) + "\n" + String.join("\n", err);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The processor time that it takes during a while, as a share of one core. */
  public double load(Duration during) throws IOException, InterruptedException {
    double before = processorSeconds();
    // The measurement itself: it cannot be shorter than what it measures.
    TimeUnit.MILLISECONDS.sleep(during.toMillis());
    return (processorSeconds() - before) / (during.toMillis() / 1000.0);
  }

  private double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** The first line of standard output that fits; fails where none comes in time. */
  public String await(Predicate<String> fits, Duration bound) throws InterruptedException {
    return await(out, fits, bound);
  }

  /** The first line of standard error that fits; fails where none comes in time. */
  public String awaitErr(Predicate<String> fits, Duration bound) throws InterruptedException {
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
  public void awaitOut(int lines, Duration bound) throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    while (out.size() < lines && process.isAlive() && System.nanoTime() < deadline) {
      pause();
    }
  }

  /** Between two looks at what the process has printed. */
  private static void pause() throws InterruptedException {
    // Because its output arrives on another thread; the callers' loops are bounded.
    TimeUnit.MILLISECONDS.sleep(50);
  }

  /** Ends it at once, as a crash does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Asks it to end, as Ctrl-C and an orchestrator do. */
  public void terminate() {
    // By its handle, because Process.destroy closes the pipes and with them the last words.
    process.toHandle().destroy();
  }

  public int exit(Duration bound) throws InterruptedException {
    assertThat(process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS))
        .as("ended within %s, after %s", bound, said())
        .isTrue();
    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    if (temporary != null) {
      // Because what has not ended yet may still write there.
      process.onExit().join();
      FileSystemUtils.deleteRecursively(temporary);
    }
  }
}
