package io.tocsin.bench.lines;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The parser of all racers; the first record of a run is told to who measures. */
public final class LogLines {
  private static final ObjectReader READER = JsonMapper.shared().readerFor(LogLine.class);

  private LogLines() {}

  /** Parses a record. */
  public static LogLine parse(byte[] value) {
    FirstRecord.seen();
    return READER.readValue(value);
  }
}
