package io.tocsin.engine.spi;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one source record into an event. One decoder serves one source of one pack;
 * not thread-safe.
 */
public interface EventDecoder {
  /**
   * Decodes one record; never throws for bad input.
   *
   * @param record the bytes of the record's value, null for a record without one
   * @param position the place of the record, carried into the event
   * @param clockMillis the router's wall clock (for a replay: its start), epoch milliseconds; only
   *     for the bound {@code max-ahead}
   */
  Decoded decode(byte @Nullable [] record, SourcePosition position, long clockMillis);
}
