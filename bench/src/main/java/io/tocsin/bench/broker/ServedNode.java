package io.tocsin.bench.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code tocsin serve} in a process of its own, with the shipped configuration: only addresses,
 * names and folders are given. Its log goes to a file.
 */
public final class ServedNode implements AutoCloseable {
  private static final String MAIN = "io.tocsin.console.Tocsin";

  private static final String GIVEN_UP = "Pack given up, another node has it";

  private static final Pattern CONSOLE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private final Path log;
  private final Process process;
  private final long since = System.currentTimeMillis();
  private final Thread cleaner;

  private ServedNode(Process process, Path log) {
    this.process = process;
    this.log = log;
    // Because nothing else ends it where this process is told to stop.
    this.cleaner = new Thread(process::destroyForcibly, "node-end");
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /**
   * Starts it and returns at once.
   *
   * @param lanes of the pack
   * @param data its data directory, that of an earlier process or a new one
   * @param log where to append what it says
   * @param options of its JVM, with the size of its heap
   */
  public static ServedNode start(
      String bootstrap, Path pack, int lanes, Path data, Path log, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules=java.se",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"));
    // Where the run clears up: a node that is killed leaves what it unpacked.
    Path unpacked = data.resolveSibling(data.getFileName() + "-tmp");
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(unpacked));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "serve"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "TOCSIN_KAFKA_BOOTSTRAPSERVERS",
                bootstrap,
                "TOCSIN_KAFKA_LANES",
                Integer.toString(lanes),
                "TOCSIN_PACKS",
                pack.toAbsolutePath().toString(),
                "TOCSIN_DATA",
                data.toString(),
                "TOCSIN_NODE",
                "bench-" + data.getFileName(),
                "TOCSIN_CLUSTER_NAME",
                "bench-" + ProcessHandle.current().pid(),
                "TOCSIN_CLUSTER_PORT",
                "0",
                "SERVER_PORT",
                "0"));
    return new ServedNode(builder.start(), log);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Whether it, or an earlier process with its log, was told that another node has its pack. */
  public boolean hasGivenUp() throws IOException {
    return Files.readString(log).contains(GIVEN_UP);
  }

  /** Where its console listens, once it says so; empty before. */
  public String console() throws IOException {
    Matcher address = CONSOLE.matcher(Files.readString(log));
    String last = "";
    while (address.find()) {
      last = address.group();
    }
    return last;
  }

  /** When it was started, epoch milliseconds. */
  public long since() {
    return since;
  }

  /** SIGKILL, and waits for nothing. */
  public void strike() {
    process.destroyForcibly();
  }

  /** SIGKILL, frozen or not, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    Runtime.getRuntime().removeShutdownHook(cleaner);
  }

  /** SIGTERM; the exit code, or -1 where it does not end in time. */
  public int terminate(long seconds) throws InterruptedException {
    process.toHandle().destroy();
    return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
