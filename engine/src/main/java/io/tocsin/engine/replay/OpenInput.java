package io.tocsin.engine.replay;

import io.tocsin.engine.Published;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.spi.EventDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An input while it is being read: its lines go to its source partition, numbered from 0 as offsets
 * of a topic are.
 */
final class OpenInput implements Closeable {
  private final Path file;
  private final LineReader lines;
  private final SourceHandle handle;
  private final @Nullable CsvRows rows;
  private byte @Nullable [] next;
  private long offset;

  private OpenInput(Path file, LineReader lines, SourceHandle handle, @Nullable CsvRows rows)
      throws IOException {
    this.file = file;
    this.lines = lines;
    this.handle = handle;
    this.rows = rows;
    this.next = record();
  }

  /**
   * Opens an input and reads its first line.
   *
   * @param handle its source partition
   * @param decoder for that partition; CSV becomes JSON before it is decoded
   */
  static OpenInput open(
      Input input, Source source, List<EventType> types, SourceHandle handle, EventDecoder decoder)
      throws IOException {
    handle.decoder(decoder);
    LineReader lines = new LineReader(input.file());
    try {
      CsvRows rows = null;
      if (input.isCsv() || source.format() == Source.Format.CSV) {
        byte[] header = lines.next();
        rows = header == null ? null : new CsvRows(source, types, header);
      }
      return new OpenInput(input.file(), lines, handle, rows);
    } catch (IOException e) {
      lines.close();
      throw e;
    }
  }

  /** A decoder for the records of a source, which come as JSON whatever the file's format is. */
  static EventDecoder decoder(Source source, int index, List<EventType> types) {
    return Decoders.of(source.withFormat(Source.Format.JSON), index, types);
  }

  /** The time of the first line; {@link Merge#NONE} where it is no event or there is none. */
  long firstTime(EventDecoder decoder, long now) {
    if (next == null) {
      return Merge.NONE;
    }
    return decoder.decode(next, SourcePosition.of(0, 0, 0), now) instanceof Decoded.Accepted first
        ? first.event().time()
        : Merge.NONE;
  }

  /** Publishes the next line; null where there is none. */
  @Nullable Published publishNext() throws IOException {
    byte[] record = next;
    if (record == null) {
      return null;
    }
    Published published = handle.publish(record, offset++);
    next = record();
    return published;
  }

  private byte @Nullable [] record() throws IOException {
    byte[] line = lines.next();
    return line == null || rows == null ? line : rows.toJson(line);
  }

  Path file() {
    return file;
  }

  /** The line of the file that has an offset, from 1. */
  long lineOf(long position) {
    return position + (rows == null ? 1 : 2);
  }

  long watermark() {
    return handle.watermark();
  }

  /** How many bytes of the file have been read. */
  long consumed() {
    return lines.consumed();
  }

  /** Closes the file, and the source partition with it: it no longer holds time back. */
  @Override
  public void close() throws IOException {
    lines.close();
    handle.close();
  }
}
