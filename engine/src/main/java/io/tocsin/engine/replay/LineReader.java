package io.tocsin.engine.replay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as bytes, without their breaks ({@code \n} or {@code \r\n}); unpacks gzip by
 * itself. Of a line over 16 MiB only these are kept, which every decoder refuses as too large.
 */
final class LineReader implements Closeable {
  private static final int LONGEST_LINE = 16 << 20;

  private final CountingStream file;
  private final InputStream bytes;
  private final byte[] buffer = new byte[64 << 10];
  private int position;
  private int limit;

  LineReader(Path path) throws IOException {
    file = new CountingStream(Files.newInputStream(path));
    BufferedInputStream raw = new BufferedInputStream(file, 64 << 10);
    try {
      bytes = isGzip(raw) ? new GZIPInputStream(raw, 64 << 10) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static boolean isGzip(BufferedInputStream raw) throws IOException {
    raw.mark(2);
    boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return gzip;
  }

  /** The next line; null at the end of the file. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream longLine = null;
    while (true) {
      for (int i = position; i < limit; i++) {
        if (buffer[i] == '\n') {
          byte[] line = take(longLine, i);
          position = i + 1;
          return line;
        }
      }
      if (longLine == null) {
        longLine = new ByteArrayOutputStream();
      }
      keep(longLine, limit);
      position = 0;
      limit = Math.max(0, bytes.read(buffer, 0, buffer.length));
      if (limit == 0) {
        return longLine.size() == 0 ? null : withoutReturn(longLine.toByteArray());
      }
    }
  }

  private byte[] take(@Nullable ByteArrayOutputStream before, int end) {
    if (before == null || before.size() == 0) {
      int last = end > position && buffer[end - 1] == '\r' ? end - 1 : end;
      return java.util.Arrays.copyOfRange(buffer, position, last);
    }
    keep(before, end);
    return withoutReturn(before.toByteArray());
  }

  private void keep(ByteArrayOutputStream line, int end) {
    line.write(buffer, position, Math.min(end - position, LONGEST_LINE - line.size()));
  }

  private static byte[] withoutReturn(byte[] line) {
    return line.length > 0 && line[line.length - 1] == '\r'
        ? java.util.Arrays.copyOf(line, line.length - 1)
        : line;
  }

  /** How many bytes of the file (before unpacking) have been read. */
  long consumed() {
    return file.count;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  private static final class CountingStream extends FilterInputStream {
    private long count;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
