package io.tocsin.console.wiring;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A node's own directory, held by one process at a time. */
final class DataDirectory implements AutoCloseable {

  private static final String LOCK = "lock";

  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /** {@code $XDG_DATA_HOME/tocsin/NAME}, by default {@code ~/.local/share/tocsin/NAME}. */
  static Path usual(String name, Map<String, String> environment) {
    String home =
        Optional.ofNullable(environment.get("XDG_DATA_HOME"))
            .filter(each -> each.startsWith("/"))
            .orElse(System.getProperty("user.home") + "/.local/share");
    return Path.of(home, "tocsin", name);
  }

  /**
   * Takes the directory, which is made where it is absent.
   *
   * @throws TocsinException UNAVAILABLE where another process has it, or it cannot be written
   */
  static DataDirectory take(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      FileChannel channel =
          FileChannel.open(
              absolute.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        String holder = holder(channel);
        channel.close();
        throw new TocsinException(
            ErrorCode.UNAVAILABLE,
            "The data directory [%s] is in use by the process [%s].%nMaybe stop that one, or give this one a directory of its own with --data."
                .formatted(absolute, holder));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)),
          0);
      return new DataDirectory(absolute, channel);
    } catch (IOException unusable) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The data directory [%s] cannot be used: [%s].%nMaybe name another one with --data."
              .formatted(absolute, unusable),
          unusable);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException ours) {
      return false;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    return new String(pid.array(), 0, pid.position(), StandardCharsets.UTF_8).strip();
  }

  Path root() {
    return root;
  }

  Path token() {
    return root.resolve("token");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path broker() {
    return root.resolve("broker");
  }

  Path packs() {
    return root.resolve("packs");
  }

  /** Removes everything in it but the lock. */
  void empty() {
    try (Stream<Path> entries = Files.walk(root)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        if (!entry.equals(root) && !entry.equals(root.resolve(LOCK))) {
          Files.delete(entry);
        }
      }
    } catch (IOException stuck) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE,
          "The data directory [%s] cannot be emptied: [%s].".formatted(root, stuck),
          stuck);
    }
  }

  /** Lets another process take it. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException ignored) {
      // The lock ends with the process at the latest.
    }
  }
}
