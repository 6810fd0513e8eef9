package io.tocsin.adapters.follow;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a file that grows, from its beginning, for ever.
 *
 * <p>A line counts when its line break is there. <b>Rotation</b>: the name stands for another file;
 * the old one is read to its end first, then the new one from its beginning. <b>Truncation</b>: the
 * file is shorter than what was read, so it is read from its beginning again. A file that is
 * truncated and has grown past the old length before the next poll cannot be told from one that
 * grew. Not thread-safe.
 */
public final class FileTail implements Closeable {
  private static final int LONGEST_LINE = 4 << 20;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).flip();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private FileChannel channel;
  private @Nullable Object identity;

  private FileTail(Path file, FileChannel channel, @Nullable Object identity) {
    this.file = file;
    this.channel = channel;
    this.identity = identity;
  }

  /**
   * Opens a file at its beginning.
   *
   * @throws IOException where it is not there or cannot be read
   */
  public static FileTail open(Path file) throws IOException {
    return new FileTail(file, FileChannel.open(file, StandardOpenOption.READ), identity(file));
  }

  /**
   * The next lines, without their line breaks. Bytes that are no UTF-8 become replacement
   * characters, and of a line over 4 MiB only these are kept.
   *
   * @param most how many lines at most, at least 1
   * @param wait how long to wait for the first one; zero to return at once
   * @return the lines; empty where none came in time
   */
  public List<String> poll(int most, Duration wait) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    List<String> lines = new ArrayList<>();
    while (true) {
      while (lines.size() < most && (readLines(most, lines) || reopened(lines))) {
        // more of the same file, or another one
      }
      long left = deadline - System.nanoTime();
      if (!lines.isEmpty() || left <= 0) {
        return lines;
      }
      Thread.sleep(Math.min(LOOK_AGAIN.toMillis(), left / 1_000_000 + 1));
    }
  }

  /** Takes lines from what can be read now; false at the end of the file. */
  private boolean readLines(int most, List<String> lines) throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int read = channel.read(buffer);
      buffer.flip();
      if (read <= 0) {
        return false;
      }
    }
    while (buffer.hasRemaining() && lines.size() < most) {
      int end = lineBreak();
      int length = (end < 0 ? buffer.limit() : end) - buffer.position();
      int kept = Math.min(length, LONGEST_LINE - partial.size());
      partial.write(buffer.array(), buffer.position(), kept);
      buffer.position(buffer.position() + length);
      if (end >= 0) {
        buffer.get();
        lines.add(takePartial());
      }
    }
    return true;
  }

  private int lineBreak() {
    for (int i = buffer.position(); i < buffer.limit(); i++) {
      if (buffer.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }

  private String takePartial() {
    String line = partial.toString(StandardCharsets.UTF_8);
    partial.reset();
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /**
   * At the end of the file: goes on with a new or a truncated one; false where there is neither.
   */
  private boolean reopened(List<String> lines) throws IOException {
    if (channel.size() < channel.position()) {
      channel.position(0);
      partial.reset();
      return true;
    }
    Object now;
    FileChannel next;
    try {
      now = identity(file);
      if (Objects.equals(now, identity)) {
        return false;
      }
      next = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return false; // between the renaming and the new file
    }
    if (channel.position() < channel.size()) {
      next.close(); // the old file's writer had not finished
      return true;
    }
    channel.close();
    channel = next;
    identity = now;
    if (partial.size() > 0) {
      lines.add(takePartial()); // a last line without its break
    }
    return true;
  }

  /** What tells files apart; null where the file system cannot, so that only truncation is seen. */
  private static @Nullable Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
