package io.tocsin.engine.decode;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.spi.EventDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;

/** Decodes JSON records, one object each. */
final class JsonDecoder implements EventDecoder {
  /** The record is rejected; thrown while its type is being looked for. */
  private static final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final RejectReason reason;

    RejectedException(RejectReason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }
  }

  private final @Nullable Shape only;
  private final Map<String, Shape> shapes;
  private final String typeField;
  private final long maxAheadMillis;
  private final Draft draft;
  private final RecordScan scan;
  private final boolean scans;
  private final NameNode typeName = new NameNode();

  JsonDecoder(@Nullable String typeField, Map<String, Shape> shapes, long maxAheadMillis) {
    this(typeField, shapes, maxAheadMillis, true);
  }

  /**
   * @param typeField the field that names the type; null where there is only one
   * @param shapes the shapes by type name, at least one
   * @param scans whether a record is read without Jackson where that suffices
   */
  JsonDecoder(
      @Nullable String typeField, Map<String, Shape> shapes, long maxAheadMillis, boolean scans) {
    Shape first = shapes.values().iterator().next();
    this.only = typeField == null ? first : null;
    this.typeField = typeField == null ? "" : typeField;
    this.shapes = Map.copyOf(shapes);
    this.maxAheadMillis = maxAheadMillis;
    this.draft = new Draft(first);
    this.scan = new RecordScan(draft);
    this.scans = scans;
    if (typeField != null) {
      typeName.at(List.of(typeField));
    }
    typeName.seal(List.of());
  }

  @Override
  public Decoded decode(byte @Nullable [] record, SourcePosition position, long clockMillis) {
    Decoded.Rejected rejected = read(record);
    return rejected != null ? rejected : draft.finish(position, clockMillis, maxAheadMillis);
  }

  /** Decodes a row, whose time is the caller's. */
  Decoded row(byte[] record, SourcePosition position, long time) {
    Decoded.Rejected rejected = read(record);
    return rejected != null ? rejected : draft.finishRow(position, time);
  }

  /** Reads a record into the draft; a rejection where it cannot even be read. */
  private Decoded.@Nullable Rejected read(byte @Nullable [] record) {
    if (record == null || record.length == 0) {
      String what = record == null ? "The record has no value." : "The record is empty.";
      return new Decoded.Rejected(RejectReason.MALFORMED, what, null);
    }
    if (record.length > Json.MAX_BYTES) {
      return new Decoded.Rejected(
          RejectReason.TOO_LARGE,
          "The record has [" + record.length + "] bytes, more than [" + Json.MAX_BYTES + "].",
          null);
    }
    boolean scanned = scans && scan.isWorthIt();
    Shape shape;
    try {
      shape = only != null ? only : shapeOf(record, scanned);
    } catch (RejectedException e) {
      return new Decoded.Rejected(e.reason, String.valueOf(e.getMessage()), null);
    }
    draft.start(shape);
    if (scanned) {
      if (scan.read(record, shape)) {
        return null;
      }
      draft.start(shape);
    }
    try (JsonParser parser =
        Json.FACTORY.createParser(ObjectReadContext.empty(), record, 0, record.length)) {
      return read(parser, shape);
    }
  }

  private Decoded.@Nullable Rejected read(JsonParser parser, Shape shape) {
    try {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        JsonFields.read(parser, shape, draft);
        if (parser.nextToken() == null) {
          return null;
        }
        return new Decoded.Rejected(
            RejectReason.MALFORMED,
            "Something follows the object in the record.",
            draft.timeOrNull());
      }
      return noObject(first);
    } catch (StreamConstraintsException e) {
      return tooMuch(parser, e);
    } catch (JacksonException e) {
      return malformed(e);
    }
  }

  private Decoded.Rejected noObject(@Nullable JsonToken first) {
    if (first == null) {
      return new Decoded.Rejected(RejectReason.MALFORMED, "The record is blank.", null);
    }
    String kind =
        switch (first) {
          case START_ARRAY -> "an array";
          case VALUE_NULL -> "null";
          case VALUE_STRING -> "a text";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          default -> "a number";
        };
    return new Decoded.Rejected(
        RejectReason.NOT_AN_OBJECT, "The record is " + kind + ", not an object.", null);
  }

  private Decoded.Rejected tooMuch(JsonParser parser, StreamConstraintsException e) {
    if (parser.streamReadContext().getNestingDepth() >= Json.MAX_DEPTH) {
      return new Decoded.Rejected(
          RejectReason.TOO_DEEP,
          "The record is nested deeper than [" + Json.MAX_DEPTH + "] levels.",
          draft.timeOrNull());
    }
    return malformed(e);
  }

  private Decoded.Rejected malformed(JacksonException e) {
    String problem = String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ");
    return new Decoded.Rejected(
        RejectReason.MALFORMED,
        "The record is no JSON at byte ["
            + Math.max(0, e.getLocation() == null ? 0 : e.getLocation().getByteOffset())
            + "]: "
            + Draft.shorten(problem),
        draft.timeOrNull());
  }

  /** Looks for the field that names the type, which may stand anywhere in the record. */
  private Shape shapeOf(byte[] record, boolean scanned) {
    String text = scanned ? scan.textOf(record, typeName) : null;
    Shape named = text == null ? null : shapes.get(text);
    if (named != null) {
      return named;
    }
    try (JsonParser parser =
        Json.FACTORY.createParser(ObjectReadContext.empty(), record, 0, record.length)) {
      try {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
          Decoded.Rejected rejected = noObject(first);
          throw new RejectedException(rejected.reason(), rejected.detail());
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          JsonToken token = parser.nextToken();
          if (name.equals(typeField)) {
            return shapeNamed(token == JsonToken.VALUE_STRING ? parser.getString() : null);
          }
          parser.skipChildren();
        }
        return shapeNamed(null);
      } catch (StreamConstraintsException e) {
        Decoded.Rejected rejected = tooMuch(parser, e);
        throw new RejectedException(rejected.reason(), rejected.detail());
      } catch (JacksonException e) {
        throw new RejectedException(RejectReason.MALFORMED, malformed(e).detail());
      }
    }
  }

  private Shape shapeNamed(@Nullable String name) {
    if (name == null) {
      throw new RejectedException(
          RejectReason.UNKNOWN_TYPE,
          "The field [" + typeField + "], which names the type, is absent.");
    }
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new RejectedException(
          RejectReason.UNKNOWN_TYPE,
          "The field ["
              + typeField
              + "] names the type ["
              + Draft.shorten(name)
              + "], which is not declared.");
    }
    return shape;
  }
}
