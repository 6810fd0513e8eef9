package io.tocsin.engine.spi;

import java.util.List;

/**
 * What one poll brought from one source partition.
 *
 * @param partition the partition
 * @param records in ascending order of their offsets, which may have holes; may be empty where only
 *     the position moved (over the markers of transactions, for example)
 * @param nextOffset the offset at which the next batch of this partition goes on: higher than that
 *     of the last record
 */
public record SourceBatch(SourcePartition partition, List<SourceRecord> records, long nextOffset) {}
