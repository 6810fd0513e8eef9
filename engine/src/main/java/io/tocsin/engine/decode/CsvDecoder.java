package io.tocsin.engine.decode;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.spi.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes rows of CSV by the names of their header. A cell becomes what its field is declared as;
 * an empty cell is null, two quotes are the empty text; a column that nobody wants is passed over.
 */
final class CsvDecoder implements EventDecoder {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,40})(\\.\\d{1,40})?([eE][-+]?\\d{1,4})?");

  /** For one type, what each column is for; null for a column that it does not want. */
  private record Columns(Shape shape, List<@Nullable NameNode> nodes) {}

  private final List<@Nullable String> header;
  private final @Nullable String typeField;
  private final Map<String, Columns> types = new HashMap<>();
  private final long maxAheadMillis;
  private final Draft draft;

  /**
   * @param typeField the column that names the type; null where there is only one
   * @param shapes the shapes by type name, at least one
   * @throws IllegalArgumentException where the header is no row of CSV
   */
  CsvDecoder(
      @Nullable String typeField, Map<String, Shape> shapes, String header, long maxAheadMillis) {
    String text = header.startsWith("\uFEFF") ? header.substring(1) : header;
    List<@Nullable String> names = CsvLine.cells(text.strip());
    if (names == null || text.isBlank()) {
      throw new IllegalArgumentException(
          "The header [" + Draft.shorten(header) + "] is no row of CSV.");
    }
    this.header = names;
    this.typeField = typeField;
    shapes.forEach(
        (name, shape) ->
            types.put(name, new Columns(shape, names.stream().map(c -> node(shape, c)).toList())));
    this.maxAheadMillis = maxAheadMillis;
    this.draft = new Draft(shapes.values().iterator().next());
  }

  /** What a column is for: by its whole name, or with its dots as a path. */
  private static @Nullable NameNode node(Shape shape, @Nullable String column) {
    if (column == null) {
      return null;
    }
    NameNode node = shape.root.child(column);
    if (node == null) {
      node = shape.root;
      for (String part : column.split("\\.", -1)) {
        node = node == null ? null : node.child(part);
      }
    }
    return node != null && node.wanted ? node : null;
  }

  @Override
  public Decoded decode(byte @Nullable [] record, SourcePosition position, long clockMillis) {
    Decoded.Rejected rejected = read(record);
    return rejected != null ? rejected : draft.finish(position, clockMillis, maxAheadMillis);
  }

  /** Decodes a row of a table, whose time is the caller's. */
  Decoded row(byte[] record, SourcePosition position, long time) {
    Decoded.Rejected rejected = read(record);
    return rejected != null ? rejected : draft.finishRow(position, time);
  }

  /** Reads a row into the draft; a rejection where it cannot even be read. */
  private Decoded.@Nullable Rejected read(byte @Nullable [] record) {
    if (record != null && record.length > Json.MAX_BYTES) {
      return reject(
          RejectReason.TOO_LARGE,
          "The row has [" + record.length + "] bytes, more than [" + Json.MAX_BYTES + "].");
    }
    String line = record == null ? "" : text(record);
    if (line == null) {
      return reject(RejectReason.MALFORMED, "The row is no text in UTF-8.");
    }
    if (line.isBlank()) {
      return reject(RejectReason.MALFORMED, "The row is blank.");
    }
    List<@Nullable String> cells = CsvLine.cells(line);
    if (cells == null) {
      return reject(RejectReason.MALFORMED, "A quote in the row never closes.");
    }
    if (cells.size() != header.size()) {
      return reject(
          RejectReason.MALFORMED,
          "The row has [" + cells.size() + "] cells, the header [" + header.size() + "].");
    }
    String name = typeOf(cells);
    Columns columns = name == null ? null : types.get(name);
    if (columns == null) {
      return reject(
          RejectReason.UNKNOWN_TYPE,
          name == null
              ? "The row names no type."
              : "The row names the type [" + Draft.shorten(name) + "], which is not declared.");
    }
    draft.start(columns.shape());
    for (int i = 0; i < cells.size(); i++) {
      NameNode node = columns.nodes().get(i);
      if (node != null) {
        cell(cells.get(i), node, columns.shape());
      }
    }
    return null;
  }

  private @Nullable String typeOf(List<@Nullable String> cells) {
    if (typeField == null) {
      return types.keySet().iterator().next();
    }
    int column = header.indexOf(typeField);
    return column < 0 ? null : cells.get(column);
  }

  private void cell(@Nullable String text, NameNode node, Shape shape) {
    if (node.time) {
      time(text);
    }
    if (node.keptAt >= 0) {
      draft.keep(node.keptAt, text == null ? null : any(text));
    }
    for (int field : node.fields) {
      if (field == shape.timeField()) {
        continue;
      }
      Object value = text == null ? null : value(shape.type.fields().get(field), text);
      if (text != null && value == null) {
        draft.wrong(field, text);
      } else {
        draft.set(field, value);
      }
    }
  }

  private void time(@Nullable String text) {
    if (text == null) {
      draft.noTime(RejectReason.MISSING_TIME, "The row has no event time.");
    } else if (!NUMBER.matcher(text).matches()) {
      draft.time(text);
    } else {
      OptionalLong whole = Conversions.whole(text);
      if (whole.isPresent()) {
        draft.time(whole.getAsLong());
      } else {
        draft.time(Double.parseDouble(text));
      }
    }
  }

  private static @Nullable Object value(Field field, String text) {
    return switch (field.kind()) {
      case STRING -> text;
      case BOOLEAN ->
          text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
      case INT, LONG, FLOAT, DOUBLE, DECIMAL ->
          NUMBER.matcher(text).matches() ? Conversions.number(field, text) : null;
      case LIST, MAP -> null;
      case ANY -> any(text);
    };
  }

  /** What a cell is where its field does not say: a boolean, a number or text. */
  private static Object any(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    if (!NUMBER.matcher(text).matches()) {
      return text;
    }
    OptionalLong whole = Conversions.whole(text);
    return whole.isPresent() ? (Object) whole.getAsLong() : (Object) Double.parseDouble(text);
  }

  private static @Nullable String text(byte[] record) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  private static Decoded.Rejected reject(RejectReason reason, String sentence) {
    return new Decoded.Rejected(reason, sentence, null);
  }
}
