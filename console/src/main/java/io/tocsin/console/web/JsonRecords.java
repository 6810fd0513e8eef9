package io.tocsin.console.web;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Splits a body into records: the whole of it where it is one JSON object, else its lines. */
final class JsonRecords {

  private static final int DEPTH = 32;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
          .build();

  private JsonRecords() {}

  /** The records as they were sent, byte for byte, without empty lines. */
  static List<byte[]> of(byte[] body) {
    if (problem(body) == null) {
      return List.of(body);
    }
    List<byte[]> records = new ArrayList<>();
    int line = 0;
    for (int from = 0; from < body.length; ) {
      int to = from;
      while (to < body.length && body[to] != '\n') {
        to++;
      }
      line++;
      byte[] record = Arrays.copyOfRange(body, from, to);
      if (!blank(record)) {
        String problem = problem(record);
        if (problem != null) {
          throw new TocsinException(
              ErrorCode.BAD_ARGUMENT,
              "Line [%d] is no JSON object: [%s].%nMaybe send one object, or one object on each line. No event was taken."
                  .formatted(line, problem));
        }
        records.add(record);
      }
      from = to + 1;
    }
    return records;
  }

  private static boolean blank(byte[] record) {
    for (byte each : record) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Why the bytes are not exactly one JSON object; null where they are. */
  private static @Nullable String problem(byte[] bytes) {
    try (JsonParser parser = JSON.createParser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        return first == null ? "nothing there" : "a " + first.asString();
      }
      parser.skipChildren();
      return parser.nextToken() == null ? null : "more follows after the object";
    } catch (JacksonException malformed) {
      return malformed.getOriginalMessage();
    }
  }
}
