package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the logs of the processes of a run go, which are gone with its folder otherwise. */
final class LogsOption {
  @Option(names = "--logs", description = "Keeps the logs of node and broker in this folder.")
  private @Nullable Path target;

  /** Copies them, if that is wanted. */
  void keep(Path folder) throws IOException {
    Path to = target;
    if (to == null) {
      return;
    }
    Files.createDirectories(to);
    List<Path> logs;
    try (Stream<Path> files = Files.walk(folder, 2)) {
      logs =
          files
              .filter(file -> file.getFileName().toString().matches("node-.*\\.log|broker\\.log"))
              .toList();
    }
    for (Path log : logs) {
      Files.copy(log, to.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
