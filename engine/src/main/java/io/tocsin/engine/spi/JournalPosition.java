package io.tocsin.engine.spi;

/**
 * How far a shard's results are committed.
 *
 * @param nextOffset the offset of the first frame whose results are not committed
 * @param outputHash hash of all results of the shard below that offset, since its beginning; a
 *     replay that arrives here with another hash has diverged. Stored beside the offset (in Kafka:
 *     in the metadata of the committed offset, in hexadecimal)
 */
public record JournalPosition(long nextOffset, long outputHash) {
  /** Nothing is committed yet. */
  public static final JournalPosition BEGINNING = new JournalPosition(0, 0);
}
