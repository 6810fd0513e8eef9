package io.tocsin.engine.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * The state of one pack on one shard.
 *
 * @param pack the pack's name
 * @param version the pack's version
 * @param fingerprint what the numbers of types, fields and key groups mean
 * @param tasks how many router tasks the pack has
 * @param taskMarks by task, ascending
 * @param sourceMarks by source and partition, ascending
 * @param counters by name, in a fixed order
 * @param sessions watermark, reorder buffer and sessions, as {@code PackShard} writes them
 */
public record PackCheckpoint(
    String pack,
    String version,
    long fingerprint,
    int tasks,
    List<TaskMark> taskMarks,
    List<SourceMark> sourceMarks,
    Map<String, Long> counters,
    byte[] sessions) {}
