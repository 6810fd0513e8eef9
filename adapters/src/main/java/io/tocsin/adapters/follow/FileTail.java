package io.tocsin.adapters.follow;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a file that grows, from its beginning, for ever.
 *
 * <p>A line counts when its line break is there. <b>Rotation</b>: the name stands for another file,
 * and something is in it already; the old one is read to its end first, then the new one from its
 * beginning. An empty new file is not enough, because whoever writes goes on with the old one until
 * it has opened the new one. <b>Truncation</b>: the file is shorter than what was read, or it has
 * grown and begins otherwise; it is read from its beginning again. Not thread-safe.
 */
public final class FileTail implements Closeable {
  private static final int LONGEST_LINE = 4 << 20;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).flip();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private @Nullable FileChannel channel;
  private String identity;
  private byte[] head = {};
  private boolean atEnd;
  private int files = 1;

  private FileTail(Path file, @Nullable FileChannel channel, String identity) {
    this.file = file;
    this.channel = channel;
    this.identity = identity;
    this.atEnd = channel == null;
  }

  /**
   * Opens a file at its beginning.
   *
   * @throws IOException where it is not there or cannot be read
   */
  public static FileTail open(Path file) throws IOException {
    return new FileTail(file, read(file), FileMark.identity(file));
  }

  /** The same for a file that may appear later. */
  public static FileTail openOrAwait(Path file) throws IOException {
    return Files.exists(file) ? open(file) : new FileTail(file, null, "");
  }

  /**
   * Opens the file that was followed before at its beginning, wherever in its folder rotation has
   * moved it; the present file follows it.
   *
   * @return null where the marked file is not there any more
   */
  public static @Nullable FileTail openMarked(Path file, FileMark mark) throws IOException {
    if (mark.fits(file)) {
      return open(file);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return null;
    }
    try (Stream<Path> siblings = Files.list(folder)) {
      for (Path sibling : siblings.filter(Files::isReadable).toList()) {
        if (mark.fits(sibling)) {
          return new FileTail(file, read(sibling), mark.identity());
        }
      }
      return null;
    } catch (AccessDeniedException | NoSuchFileException e) {
      return null; // a folder that may not be listed, or a file that has just gone
    }
  }

  private static FileChannel read(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /**
   * The next lines, without their line breaks, all of one file. Bytes that are no UTF-8 become
   * replacement characters, and of a line over 4 MiB only these are kept.
   *
   * @param most how many lines at most, at least 1
   * @param wait how long to wait for the first one; zero to return at once
   * @return the lines; empty where none came in time
   */
  public List<String> poll(int most, Duration wait) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    List<String> lines = new ArrayList<>();
    while (true) {
      try {
        while (lines.size() < most && (readLines(most, lines) || goesOn(lines))) {
          // more of the same file, or another one
        }
      } catch (IOException e) {
        if (lines.isEmpty()) {
          throw e;
        }
        return lines; // the next poll meets it again
      }
      long left = deadline - System.nanoTime();
      if (!lines.isEmpty() || left <= 0) {
        return lines;
      }
      Thread.sleep(Math.min(LOOK_AGAIN.toMillis(), left / 1_000_000 + 1));
    }
  }

  /** The content that the lines of the last poll were of. */
  public FileMark mark() {
    return FileMark.of(identity, head);
  }

  /** How many contents were begun so far: it counts up with each rotation and truncation. */
  public int files() {
    return files;
  }

  /** Takes lines from what can be read now; false at the end of the file. */
  private boolean readLines(int most, List<String> lines) throws IOException {
    FileChannel current = channel;
    if (!buffer.hasRemaining()) {
      if (atEnd || current == null) {
        return false;
      }
      long position = current.position();
      buffer.clear();
      int read = current.read(buffer);
      buffer.flip();
      if (read <= 0) {
        atEnd = true;
        return false;
      }
      if (position < FileMark.HEAD_BYTES) {
        head = FileMark.head(current, FileMark.HEAD_BYTES);
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
   * At the end of the file: whether there is more, of it or of another one. Another one is begun
   * only once the lines of this one are out.
   */
  private boolean goesOn(List<String> lines) throws IOException {
    FileChannel current = channel;
    if (current != null && current.size() != current.position()) {
      if (current.size() > current.position() && beginsAsBefore(current)) {
        atEnd = false;
        return true;
      }
      partial.reset();
      if (lines.isEmpty()) {
        current.position(0);
        begin(current, identity);
      }
      return lines.isEmpty();
    }
    return rotated(lines);
  }

  private boolean beginsAsBefore(FileChannel current) throws IOException {
    return Arrays.equals(FileMark.head(current, head.length), head);
  }

  private boolean rotated(List<String> lines) throws IOException {
    FileChannel current = channel;
    FileChannel next;
    String now;
    try {
      now = FileMark.identity(file);
      if (now.equals(identity) || !Files.isRegularFile(file) || Files.size(file) == 0) {
        return false;
      }
      next = read(file);
    } catch (NoSuchFileException e) {
      return false; // between the renaming and the new file
    }
    if (current != null && current.position() < current.size()) {
      next.close(); // the old file's writer had not finished
      return goesOn(lines);
    }
    if (partial.size() > 0) {
      lines.add(takePartial()); // a last line without its break
    }
    if (!lines.isEmpty()) {
      next.close();
      return false;
    }
    if (current != null) {
      current.close();
    }
    begin(next, now);
    return true;
  }

  private void begin(FileChannel next, String nextIdentity) {
    channel = next;
    identity = nextIdentity;
    head = new byte[0];
    atEnd = false;
    files++;
  }

  @Override
  public void close() throws IOException {
    FileChannel current = channel;
    if (current != null) {
      current.close();
    }
  }
}
