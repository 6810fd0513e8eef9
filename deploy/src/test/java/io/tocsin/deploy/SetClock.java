package io.tocsin.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The wall clock of one process, which the test sets while it runs; elapsed time goes on. */
final class SetClock {

  /** Longer than the process keeps what it has read of the file. */
  static final Duration SEEN = Duration.ofMillis(2500);

  private final Path library;
  private final Path file;

  private SetClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /** Right at first; skips the test where the machine has no libfaketime. */
  static SetClock in(Path folder) throws IOException {
    Optional<Path> library = library();
    assumeTrue(library.isPresent(), "no libfaketime: a clock that is set is not tested");
    SetClock clock = new SetClock(library.get(), folder.resolve("clock"));
    clock.set(Duration.ZERO);
    return clock;
  }

  private static Optional<Path> library() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(each -> each.resolve("faketime/libfaketime.so.1"))
          .filter(Files::exists)
          .findFirst();
    } catch (NoSuchFileException elsewhere) {
      return Optional.empty();
    }
  }

  /** What the process gets to see this clock. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // Because with the fix for old C libraries a JVM's timed waits return at once, all of them.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "FAKETIME_DISABLE_SHM", "1",
        "NO_FAKE_STAT", "1");
  }

  /** Sets it to what is right plus so much; the process sees that within {@link #SEEN}. */
  void set(Duration ahead) throws IOException {
    Path next = file.resolveSibling("clock-next");
    Files.writeString(next, "%+d%n".formatted(ahead.toSeconds()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
