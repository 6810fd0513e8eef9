package io.tocsin.engine.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record that a shard writes. The arrays must not be changed.
 *
 * @param kind what it is
 * @param topic the topic, as the pack names it
 * @param key the record's key, null for none; the same key keeps its order
 * @param body the record's value
 * @param time event time, epoch milliseconds; 0 where it is not known
 * @param headers by name, in a fixed order. For an alert they are neutral, and the adapter makes
 *     CloudEvents of them: {@code id} (the alert's id), {@code revision}, {@code pack}, {@code
 *     version}, {@code rule}, {@code status}, {@code severity}, {@code subject} (the alert's key as
 *     text; absent for null). For a late event or a dead letter they go to the record as they are:
 *     {@code tocsin-reason}, {@code tocsin-detail}, {@code tocsin-pack}, {@code tocsin-topic},
 *     {@code tocsin-partition}, {@code tocsin-offset}, {@code tocsin-timestamp}. For a derived
 *     event {@code tocsin-pack} and {@code tocsin-key-group}, as they are.
 */
public record OutputRecord(
    Kind kind,
    String topic,
    byte @Nullable [] key,
    byte @Nullable [] body,
    long time,
    Map<String, String> headers) {

  /** What a record is. */
  public enum Kind {
    /** A message about an alert: the JSON line of {@code pack-format.md}. */
    ALERT,
    /** A derived event, as JSON. */
    EMITTED,
    /**
     * An event that came too late, as JSON of the fields that the pack declares; topic {@code
     * <topic>-late}.
     */
    LATE,
    /** A record that was rejected: its first 64 KiB; topic {@code <topic>-dlt}. */
    DEAD_LETTER
  }
}
