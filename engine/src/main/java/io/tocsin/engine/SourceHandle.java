package io.tocsin.engine;

import io.tocsin.engine.decode.ValuesDecoder;
import io.tocsin.engine.event.Decoded;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.spi.EventDecoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a source of an embedded engine. From its opening to its closing it holds time
 * back: the watermark does not pass its highest accepted time minus the source's lateness.
 */
public final class SourceHandle implements AutoCloseable {
  private final Engine engine;
  private final String topic;
  private final int source;
  private final int partition;
  private final long lateness;
  private final ValuesDecoder values;
  private EventDecoder decoder;
  private long next;
  private long highest = RuleSession.BEGINNING;
  private boolean open = true;

  SourceHandle(
      Engine engine,
      String topic,
      int source,
      int partition,
      long lateness,
      EventDecoder decoder,
      ValuesDecoder values) {
    this.engine = engine;
    this.topic = topic;
    this.source = source;
    this.partition = partition;
    this.lateness = lateness;
    this.decoder = decoder;
    this.values = values;
  }

  /**
   * Publishes one record; alerts come out through the engine's callbacks before this returns, as
   * far as the watermark allows.
   *
   * @param record the bytes of one JSON object (or CSV line)
   */
  public Published publish(byte[] record) {
    return publish(record, next);
  }

  /** Publishes the record with this offset; offsets ascend, gaps are allowed. */
  public Published publish(byte[] record, long offset) {
    return engine.publish(this, decode(record, offset, engine.now()), () -> record);
  }

  /**
   * Publishes one event given by its values, as a record that holds them would be; the source's
   * mappings do not apply.
   *
   * @param type one of {@code engine.plan().types()}
   * @param time event time, epoch milliseconds; also the value of the field that {@code @timestamp}
   *     names, where it is a {@code long}
   * @param fields one value for each field of the type, in the order of its declaration: of the
   *     field's Java class, or a number that fits it without loss
   * @throws TocsinException where the source has no events of the type, or their number is another
   */
  public Published publish(EventType type, long time, @Nullable Object... fields) {
    Decoded decoded;
    try {
      decoded =
          values.decode(
              type, time, fields, SourcePosition.of(source, partition, next), engine.now());
    } catch (IllegalArgumentException e) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          e.getMessage() + "\nMaybe the type is not of engine.plan().types().",
          e);
    }
    next++;
    return engine.publish(this, decoded, () -> Engine.json(type, fields));
  }

  /** Replaces the decoder: for CSV, whose header is known only once the file is opened. */
  public void decoder(EventDecoder replacement) {
    this.decoder = replacement;
  }

  private Decoded decode(byte[] record, long offset, long clock) {
    next = offset + 1;
    return decoder.decode(record, SourcePosition.of(source, partition, offset), clock);
  }

  void accepted(Event event) {
    highest = Math.max(highest, event.time());
  }

  /** The place of the last record. */
  SourcePosition last() {
    return SourcePosition.of(source, partition, next - 1);
  }

  /** The partition's own watermark, epoch milliseconds; {@link Long#MAX_VALUE} once closed. */
  public long watermark() {
    if (!open) {
      return Long.MAX_VALUE;
    }
    return highest == RuleSession.BEGINNING ? RuleSession.BEGINNING : highest - lateness;
  }

  /** The first time of which the partition has had nothing yet, epoch milliseconds. */
  long unseen() {
    return highest == RuleSession.BEGINNING ? highest : highest + 1;
  }

  public String topic() {
    return topic;
  }

  int partition() {
    return partition;
  }

  boolean isOpen() {
    return open;
  }

  /**
   * The partition has ended: it no longer holds time back. Moves time where it was the last that
   * did.
   */
  @Override
  public void close() {
    if (open) {
      open = false;
      engine.closed();
    }
  }

  void save(DataOutput out) throws IOException {
    out.writeLong(next);
    out.writeLong(highest);
    out.writeBoolean(open);
  }

  void restore(DataInput in) throws IOException {
    next = in.readLong();
    highest = in.readLong();
    open = in.readBoolean();
  }
}
