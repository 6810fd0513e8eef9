package io.tocsin.engine.decode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one line of CSV (RFC 4180). One row is one line: a line break between quotes is not
 * supported, because sources are read line by line.
 */
final class CsvLine {
  private CsvLine() {}

  /** The cells; null for an empty one without quotes. Null where a quote never closes. */
  static @Nullable List<@Nullable String> cells(String line) {
    List<@Nullable String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == ',') {
        cells.add(wasQuoted || cell.length() > 0 ? cell.toString() : null);
        cell.setLength(0);
        wasQuoted = false;
      } else if (c == '"' && cell.length() == 0 && !wasQuoted) {
        quoted = true;
        wasQuoted = true;
      } else {
        cell.append(c);
      }
    }
    cells.add(wasQuoted || cell.length() > 0 ? cell.toString() : null);
    return quoted ? null : cells;
  }
}
