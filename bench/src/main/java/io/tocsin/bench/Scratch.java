package io.tocsin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the files of one measurement, gone when it is closed or the JVM is stopped. */
final class Scratch implements AutoCloseable {
  private final Path folder;
  private final Thread cleaner = new Thread(this::deleteQuietly, "scratch");

  Scratch() throws IOException {
    folder = Files.createTempDirectory("tocsin-bench");
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  Path folder() {
    return folder;
  }

  private void deleteQuietly() {
    try {
      delete();
    } catch (IOException e) {
      System.err.println("[" + folder + "] could not be deleted: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(cleaner);
    delete();
  }

  private void delete() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
