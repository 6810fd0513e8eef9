package io.tocsin.engine.replay;

import io.tocsin.engine.Engine;
import io.tocsin.engine.decode.Decoders;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.pack.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of a table as a file: all of them are published before the first event, in their order,
 * so that the last row of a key counts.
 */
final class TableFile {
  private final Input input;
  private int line;

  TableFile(Input input) {
    this.input = input;
  }

  /** Publishes each row. */
  void load(Engine engine, Table table, List<EventType> types) throws IOException {
    try (LineReader lines = new LineReader(input.file())) {
      byte[] header = input.isCsv() ? lines.next() : null;
      if (header != null) {
        line++;
        String text = new String(header, StandardCharsets.UTF_8);
        engine.rows(table.topic(), Decoders.csvRows(table, types, text));
      }
      for (byte[] row = lines.next(); row != null; row = lines.next()) {
        line++;
        engine.publish(table.topic(), row);
      }
    } catch (IllegalArgumentException e) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "The file [" + input.file() + "] cannot be read: " + e.getMessage());
    }
  }

  Path file() {
    return input.file();
  }

  /** The line that is being published, from 1. */
  int line() {
    return line;
  }
}
