package io.tocsin.engine.checkpoint;

/**
 * How far a shard has a source partition.
 *
 * @param source the place of the source in the pack
 * @param partition the partition
 * @param nextOffset the offset that the next frame must not begin beyond
 */
public record SourceMark(int source, int partition, long nextOffset) {}
