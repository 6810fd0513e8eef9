package io.tocsin.engine.replay;

import io.tocsin.engine.Published;
import io.tocsin.engine.SourceHandle;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.spi.EventDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private final EventDecoder decoder;
  private final int firstLine;
  private byte @Nullable [] next;
  private long offset;

  private OpenInput(
      Path file, LineReader lines, SourceHandle handle, EventDecoder decoder, int firstLine)
      throws IOException {
    this.file = file;
    this.lines = lines;
    this.handle = handle;
    this.decoder = decoder;
    this.firstLine = firstLine;
    this.next = lines.next();
  }

  /**
   * Opens an input and reads its first line; of CSV the header too, which says how to decode the
   * others.
   *
   * @param handle its source partition
   */
  static OpenInput open(
      Input input, Source source, int index, List<EventType> types, SourceHandle handle)
      throws IOException {
    LineReader lines = new LineReader(input.file());
    try {
      byte[] header = input.isCsv() || source.format() == Source.Format.CSV ? lines.next() : null;
      EventDecoder decoder =
          header == null
              ? Decoders.of(source.withFormat(Source.Format.JSON), index, types)
              : Decoders.csv(source, types, new String(header, StandardCharsets.UTF_8));
      handle.decoder(decoder);
      return new OpenInput(input.file(), lines, handle, decoder, header == null ? 1 : 2);
    } catch (IllegalArgumentException e) {
      lines.close();
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The file [" + input.file() + "] cannot be read: " + e.getMessage());
    } catch (IOException e) {
      lines.close();
      throw e;
    }
  }

  /** The time of the first line; {@link Merge#NONE} where it is no event or there is none. */
  long firstTime(long now) {
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
    next = lines.next();
    return published;
  }

  Path file() {
    return file;
  }

  /** The line of the file that has an offset, from 1. */
  long lineOf(long position) {
    return position + firstLine;
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
