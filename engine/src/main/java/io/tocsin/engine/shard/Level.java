package io.tocsin.engine.shard;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.time.ReorderBuffer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The key groups of one level: their watermark, and the entries that wait for it.
 *
 * <p>With a trigger they wait for its next multiple, in batches. What is late is decided by the
 * watermark all the same, so the batches change nothing but the moment at which things are done.
 */
final class Level {
  private final long trigger;
  private long groups;
  private ReorderBuffer waiting = new ReorderBuffer();
  private long watermark = RuleSession.BEGINNING;
  private long released = RuleSession.BEGINNING;

  /**
   * @param trigger the length of a batch, milliseconds of event time; 1 for none
   */
  Level(long trigger) {
    this.trigger = trigger;
  }

  /** A key group belongs to the level. */
  void add(int group) {
    groups |= 1L << group;
  }

  /** The key groups, as bits. */
  long groups() {
    return groups;
  }

  boolean has(int group) {
    return (groups & (1L << group)) != 0;
  }

  ReorderBuffer waiting() {
    return waiting;
  }

  /** No further event below it is taken; {@link RuleSession#BEGINNING} at first. */
  long watermark() {
    return watermark;
  }

  void watermark(long time) {
    watermark = time;
  }

  /** Everything below it has happened; {@link RuleSession#BEGINNING} at first. */
  long released() {
    return released;
  }

  void released(long time) {
    released = time;
  }

  /** The end of the last batch that ends at or before a time; the end of time is one. */
  long endOfBatch(long time) {
    return time == Long.MAX_VALUE ? time : Math.floorDiv(time, trigger) * trigger;
  }

  /** What the watermark must pass so that something due at a time happens. */
  long happensAfter(long due) {
    return trigger == 1 || due == Long.MAX_VALUE ? due : endOfBatch(due) + trigger - 1;
  }

  /**
   * From when on no event is missing, if those that wait and those before a time may be in part.
   *
   * @return epoch milliseconds; {@link RuleSession#BEGINNING} where there has been none
   */
  long complete(long atLeast) {
    long seen = waiting.size() == 0 ? atLeast : Math.max(atLeast, waiting.latest() + 1);
    return Math.max(seen, Math.max(watermark, released));
  }

  void saveTime(DataOutput out) throws IOException {
    out.writeLong(watermark);
    out.writeLong(released);
  }

  void restoreTime(DataInput in) throws IOException {
    watermark = in.readLong();
    released = in.readLong();
  }

  void restoreWaiting(List<EventType> types, DataInput in) throws IOException {
    waiting = ReorderBuffer.restore(types, in);
  }
}
