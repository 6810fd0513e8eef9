package io.tocsin.engine.decode;

import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.SourcePosition;

/** Turns a record of a compacted topic into a row of a table. Not thread-safe. */
public interface RowDecoder {
  /**
   * Decodes a row; never throws for bad input. A row without its key is rejected.
   *
   * @param record the bytes of the record's value
   * @param time the row's time, epoch milliseconds: that of the record
   */
  Decoded row(byte[] record, SourcePosition position, long time);

  /**
   * The row that a record without a value deletes: only its key field is filled.
   *
   * @param recordKey the bytes of the record's key: the value as plain text or as a JSON string
   * @param time the time of the deletion, epoch milliseconds
   */
  Decoded deletion(byte[] recordKey, SourcePosition position, long time);
}
