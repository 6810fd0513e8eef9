package io.tocsin.engine.spi;

/**
 * One frame of the journal at its place.
 *
 * @param shard the shard
 * @param offset its offset; the next frame of the shard has this plus one
 * @param frame the bytes; not a copy
 */
public record JournalRecord(int shard, long offset, byte[] frame) {}
