package io.tocsin.engine.decode;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Source.Format;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.spi.EventDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the decoders of a pack. Each serves one thread. */
public final class Decoders {
  private Decoders() {}

  /**
   * A decoder for the JSON records of a source.
   *
   * @param source the source
   * @param sourceIndex its place in {@code pack.yaml}, for the message of an exception
   * @param types the pack's declared types
   * @throws IllegalArgumentException where the source's type is not declared, or its records are no
   *     JSON
   */
  public static EventDecoder of(Source source, int sourceIndex, List<EventType> types) {
    if (source.format() != Format.JSON) {
      throw new IllegalArgumentException(
          "The source ["
              + sourceIndex
              + "] has the format ["
              + source.format()
              + "]. Maybe csv(...) with the header is meant.");
    }
    return new JsonDecoder(
        source.typeField(), shapes(source, source.map(), types), source.maxAhead().toMillis());
  }

  /**
   * A decoder for events whose values are there already.
   *
   * @throws IllegalArgumentException where the source's type is not declared
   */
  public static ValuesDecoder values(Source source, List<EventType> types) {
    return new ValuesDecoder(shapes(source, Map.of(), types), source.maxAhead().toMillis());
  }

  /**
   * A decoder for the rows of a file of CSV.
   *
   * @param header the file's first line
   * @throws IllegalArgumentException where the source's type is not declared, or the header is no
   *     row of CSV
   */
  public static EventDecoder csv(Source source, List<EventType> types, String header) {
    return new CsvDecoder(
        source.typeField(),
        shapes(source, source.map(), types),
        header,
        source.maxAhead().toMillis());
  }

  /**
   * A decoder for the rows of a table, in JSON.
   *
   * @throws IllegalArgumentException where the table's type is not declared or lacks the key field
   */
  public static RowDecoder rows(Table table, List<EventType> types) {
    Shape shape = rowShape(table, types);
    JsonDecoder decoder = new JsonDecoder(null, only(shape), Long.MAX_VALUE);
    return new TableRows(shape, table.key(), decoder::row);
  }

  /**
   * A decoder for the rows of a table, in a file of CSV.
   *
   * @param header the file's first line
   * @throws IllegalArgumentException where the table's type is not declared or lacks the key field,
   *     or the header is no row of CSV
   */
  public static RowDecoder csvRows(Table table, List<EventType> types, String header) {
    Shape shape = rowShape(table, types);
    CsvDecoder decoder = new CsvDecoder(null, only(shape), header, Long.MAX_VALUE);
    return new TableRows(shape, table.key(), decoder::row);
  }

  private static Shape rowShape(Table table, List<EventType> types) {
    EventType type = named(table.type(), types);
    if (type.indexOf(table.key()) < 0) {
      throw new IllegalArgumentException(
          "The type [" + type.name() + "] has no field [" + table.key() + "].");
    }
    return new Shape(type, Map.of(), null, table.key());
  }

  private static Map<String, Shape> only(Shape shape) {
    return Map.of(shape.type.name(), shape);
  }

  static Map<String, Shape> shapes(Source source, Map<String, String> map, List<EventType> types) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    String only = source.type();
    if (only != null) {
      shapes.put(only, new Shape(named(only, types), map, source.time(), null));
      return shapes;
    }
    for (EventType type : types) {
      if (type.isEvent()) {
        shapes.put(type.name(), new Shape(type, map, source.time(), null));
      }
    }
    if (shapes.isEmpty()) {
      throw new IllegalArgumentException("The pack declares no event type.");
    }
    return shapes;
  }

  private static EventType named(String name, List<EventType> types) {
    return types.stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("The pack declares no type [" + name + "]."));
  }
}
