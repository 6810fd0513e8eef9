package io.tocsin.engine.router;

/**
 * The offsets of one source partition that a frame completes for its shard: whatever the shard
 * needs of the records from {@code from} on and below {@code to} is in this frame or was in an
 * earlier one.
 *
 * @param source the place of the source in {@code pack.yaml}; a table's follows those of the
 *     sources
 * @param partition the partition
 * @param from the first offset, where the frame of the same task before ended
 * @param to the offset after the last
 */
public record SourceRange(int source, int partition, long from, long to) {}
