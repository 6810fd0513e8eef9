package io.tocsin.engine.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of a source topic, not decoded. The arrays are not copies and must not be changed.
 *
 * @param offset the offset in its partition
 * @param key the record's key, null for none
 * @param value the record's value, null for a tombstone
 * @param timestamp the broker's timestamp, epoch milliseconds; -1 where there is none
 * @param headers headers by name, the last one of each name; a shared empty map where there are
 *     none
 */
public record SourceRecord(
    long offset,
    byte @Nullable [] key,
    byte @Nullable [] value,
    long timestamp,
    Map<String, byte[]> headers) {}
