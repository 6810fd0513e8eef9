package io.tocsin.engine.pack;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One source of events, as {@code pack.yaml} describes it (see {@code pack-format.md}).
 *
 * @param topic the Kafka topic; for a replay the name used in {@code --input topic=FILE}
 * @param type the event type of every record; null where {@code typeField} tells it
 * @param typeField the record's field that names the event type; null where {@code type} is given
 * @param time the field with the event time: epoch milliseconds or ISO-8601
 * @param lateness bounded out-of-orderness, default 1 s
 * @param maxAhead how far past the router's clock an event may be, default 10 minutes
 * @param idleTimeout how far behind the wall clock a source that has caught up may still send,
 *     default 2 s
 * @param start where a new deployment begins to read
 * @param clock whether time follows the wall clock or the data
 * @param format the encoding of the records
 * @param map field of the type to expression over the record; empty where the names agree
 */
public record Source(
    String topic,
    @Nullable String type,
    @Nullable String typeField,
    String time,
    Duration lateness,
    Duration maxAhead,
    Duration idleTimeout,
    Start start,
    Clock clock,
    Format format,
    Map<String, String> map) {

  /** The same source with records of another format. */
  public Source withFormat(Format other) {
    return new Source(
        topic, type, typeField, time, lateness, maxAhead, idleTimeout, start, clock, other, map);
  }

  /** Where reading begins when there is no committed offset. */
  public sealed interface Start {
    /** At the end of each partition. */
    record Latest() implements Start {}

    /** At the beginning of each partition. */
    record Earliest() implements Start {}

    /** At the first record whose Kafka timestamp is at or after the time, epoch milliseconds. */
    record At(long time) implements Start {}
  }

  /** What moves time when a source has caught up. */
  public enum Clock {
    WALL,
    LOG
  }

  /** How a record is encoded. */
  public enum Format {
    JSON,
    CSV,
    AVRO,
    PROTOBUF,
    JSON_SCHEMA
  }
}
