package io.tocsin.engine.lane;

import io.tocsin.engine.session.Quarantine;
import io.tocsin.engine.shard.ShardState;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a shard of a lane stands.
 *
 * @param shard its number
 * @param state where it is in its life
 * @param nextOffset the next frame of the journal to apply
 * @param committed the first frame whose results are not committed
 * @param lag how many frames are there to be applied, where that is known
 * @param watermark epoch milliseconds; {@code Long.MIN_VALUE} before one is known
 * @param checkpoint the journal offset of the newest stored checkpoint; -1 before the first
 * @param checkpointAt wall clock at which it was stored, epoch milliseconds; -1 before the first of
 *     this run
 * @param liveEvents events that the sessions keep or that wait for the watermark
 * @param diverged whether the replay gave other results than those that were committed
 * @param quarantined the rules that are evaluated no more, by pack
 */
public record ShardView(
    int shard,
    ShardState state,
    long nextOffset,
    long committed,
    OptionalLong lag,
    long watermark,
    long checkpoint,
    long checkpointAt,
    long liveEvents,
    boolean diverged,
    Map<String, List<Quarantine>> quarantined) {}
