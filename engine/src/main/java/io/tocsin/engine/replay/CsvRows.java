package io.tocsin.engine.replay;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Rows of CSV as the JSON records that they stand for, so that one decoder judges both. A cell
 * becomes what its field is declared as; where it cannot, it stays a text and the decoder says what
 * is wrong. An empty cell is null, {@code ""} the empty text. One row is one line.
 */
final class CsvRows {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,18})(\\.\\d{1,30})?([eE][-+]?\\d{1,3})?");

  private final Source source;
  private final List<EventType> types;
  private final List<@Nullable String> columns;

  CsvRows(Source source, List<EventType> types, byte[] header) {
    this.source = source;
    this.types = types;
    String text = new String(header, StandardCharsets.UTF_8);
    this.columns = cells(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /**
   * The record of a row; the row itself, which is no JSON, where its number of cells is not that of
   * the header.
   */
  byte[] toJson(byte[] row) {
    List<@Nullable String> cells = cells(new String(row, StandardCharsets.UTF_8));
    if (cells.size() != columns.size()) {
      return row;
    }
    EventType type = typeOf(cells);
    ByteArrayOutputStream record = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), record)) {
      json.writeStartObject();
      for (int i = 0; i < cells.size(); i++) {
        String column = columns.get(i);
        if (column != null) {
          json.writeName(column);
          write(cells.get(i), isText(type, column), json);
        }
      }
      json.writeEndObject();
    }
    return record.toByteArray();
  }

  private @Nullable EventType typeOf(List<@Nullable String> cells) {
    String typeField = source.typeField();
    String name = source.type();
    if (typeField != null) {
      int column = columns.indexOf(typeField);
      name = column < 0 ? null : cells.get(column);
    }
    for (EventType type : types) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  private static boolean isText(@Nullable EventType type, String column) {
    int field = type == null ? -1 : type.indexOf(column);
    return type != null && field >= 0 && type.fields().get(field).kind() == FieldKind.STRING;
  }

  private static void write(@Nullable String cell, boolean text, JsonGenerator json) {
    if (cell == null) {
      json.writeNull();
    } else if (!text && (cell.equals("true") || cell.equals("false"))) {
      json.writeBoolean(cell.equals("true"));
    } else if (!text && NUMBER.matcher(cell).matches()) {
      json.writeNumber(cell);
    } else {
      json.writeString(cell);
    }
  }

  /** The cells of a row by RFC 4180; null for an empty one without quotes. */
  static List<@Nullable String> cells(String row) {
    List<@Nullable String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < row.length(); i++) {
      char c = row.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < row.length() && row.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == ',') {
        cells.add(wasQuoted || cell.length() > 0 ? cell.toString() : null);
        cell.setLength(0);
        wasQuoted = false;
      } else if (c == '"' && cell.length() == 0) {
        quoted = true;
        wasQuoted = true;
      } else {
        cell.append(c);
      }
    }
    cells.add(wasQuoted || cell.length() > 0 ? cell.toString() : null);
    return cells;
  }
}
