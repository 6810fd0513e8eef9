package io.tocsin.engine.checkpoint;

import java.util.List;

/**
 * What a shard knows of a router task.
 *
 * @param task which task of the pack
 * @param epoch the newest claim seen
 * @param rules what the rules meant for which that claim routes, 0 where that is not known
 * @param watermark its last tick, epoch milliseconds; {@code Long.MIN_VALUE} before the first
 * @param ticked whether that tick came with the newest claim, and not with an earlier one
 * @param higher the last ticks of the levels from 1 on, as far as there were any
 */
public record TaskMark(
    int task, long epoch, long rules, long watermark, boolean ticked, List<Long> higher) {}
