package io.tocsin.bench.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The logs of a node's processes, one for each. */
final class NodeLogs {
  private static final int LINES = 20;

  private final Path folder;
  private final int claims;
  private final List<Path> files = new ArrayList<>();

  /**
   * @param lanes how many lanes a process claims, beside one router task
   */
  NodeLogs(Path folder, int lanes) {
    this.folder = folder;
    this.claims = lanes + 1;
  }

  /** The log of the next process. */
  Path next() {
    Path file = folder.resolve("node-" + files.size() + ".log");
    files.add(file);
    return file;
  }

  /** How often a lane or router task had to claim again, without its process having been ended. */
  long restarts() throws IOException {
    return Math.max(
        0,
        count(line -> line.contains(" task claimed") || line.contains("Lane claimed"))
            - (long) claims * files.size());
  }

  /** How often memory ran out. */
  long outOfMemory() throws IOException {
    return count(line -> line.contains("OutOfMemoryError"));
  }

  private long count(Predicate<String> which) throws IOException {
    long count = 0;
    for (Path file : files) {
      try (Stream<String> lines = Files.lines(file)) {
        count += lines.filter(which).count();
      }
    }
    return count;
  }

  /** The end of the last log. */
  String lastLines() {
    try {
      List<String> lines = Files.readAllLines(files.get(files.size() - 1));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
