package io.tocsin.console.wiring;

import io.tocsin.adapters.follow.FileMark;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a followed log between runs, written after each batch that the broker has
 * acknowledged. What a crash kept from being written here is counted from the topic, which nothing
 * else is added to in that moment.
 */
final class FollowMemory {

  private final Path file;

  FollowMemory(Path file) {
    this.file = file;
  }

  /**
   * How far the log was sent.
   *
   * @param mark the content that was followed last
   * @param events how many events of it are in the topic
   * @param topic how many records the topic had then
   */
  record Sent(FileMark mark, long events, long topic) {}

  /** What was written last; null where nothing was. */
  @Nullable Sent read() {
    try {
      if (!Files.exists(file)) {
        return null;
      }
      List<String> lines = Files.readAllLines(file);
      return new Sent(
          new FileMark(lines.get(0), lines.get(1)),
          Long.parseLong(lines.get(2)),
          Long.parseLong(lines.get(3)));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException unusable) {
      throw unusable("read", unusable);
    }
  }

  void write(Sent sent) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.write(
          next,
          List.of(
              sent.mark().identity(),
              sent.mark().head(),
              Long.toString(sent.events()),
              Long.toString(sent.topic())));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unusable) {
      throw unusable("written", unusable);
    }
  }

  private TocsinException unusable(String done, Exception cause) {
    return new TocsinException(
        ErrorCode.UNAVAILABLE,
        "How far the log was sent cannot be %s in [%s]: [%s].\nMaybe start with --fresh."
            .formatted(done, file, cause),
        cause);
  }
}
