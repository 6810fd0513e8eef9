package io.tocsin.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the classes and libraries of a peer are, which are not those of this process. */
public final class PeerLibraries {
  /** The system property with the folder of the peers; {@code bench/run} sets it. */
  private static final String FOLDER = "tocsin.bench.peers";

  private PeerLibraries() {}

  /**
   * The arguments of Java that start a peer: class path and main class.
   *
   * @param label of its module
   * @param main the simple name of its main class
   */
  public static List<String> java(String label, String main) {
    Path built = Path.of(System.getProperty(FOLDER, "peers"), label, "target");
    try {
      String libraries = Files.readString(built.resolve("classpath")).strip();
      return List.of(
          "-cp",
          built.resolve("classes") + ":" + libraries,
          "io.tocsin.bench.peers." + label + "." + main);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "[%s] is not built.\nMaybe build it with the Maven profile [peers], as bench/run peers does."
              .formatted(label),
          e);
    }
  }
}
