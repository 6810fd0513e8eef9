package io.tocsin.console.node;

import org.jspecify.annotations.Nullable;

/**
 * A shard: one partition of the journal and the sessions that it feeds.
 *
 * @param pack the pack whose journal it reads
 * @param shard its number in the pack, from 0
 * @param lane the lane that it belongs to
 * @param state the name of its state, lower case
 * @param journalOffset the next offset of the journal to apply
 * @param committed the journal offset up to which the outputs are committed
 * @param watermark event time, epoch milliseconds; null before the first event
 * @param events events that its rules keep or that wait for the watermark
 * @param checkpointAt when the newest checkpoint was written, epoch milliseconds; null before the
 *     first
 */
public record ShardState(
    String pack,
    int shard,
    int lane,
    String state,
    long journalOffset,
    long committed,
    @Nullable Long watermark,
    long events,
    @Nullable Long checkpointAt) {}
