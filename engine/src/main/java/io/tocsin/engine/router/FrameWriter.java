package io.tocsin.engine.router;

import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.event.VarLong;
import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Collects the entries of one shard and cuts them into frames. A frame is: the byte {@code 'T'},
 * the format's version, the CRC-32C of all that follows (4 bytes), the header, the source ranges,
 * the number of entries, the entries; whole numbers as {@link VarLong}.
 */
public final class FrameWriter {
  static final int MAGIC = 'T';
  static final int VERSION = 2;

  /** Frames of this version do not say for which rules they were written. */
  static final int WITHOUT_RULES = 1;

  /** Magic, version and checksum come before the bytes that the checksum covers. */
  static final int CHECKED_FROM = 6;

  static final int ACCEPTED = 1;
  static final int TABLE_ROW = 2;
  static final int UNUSED = 3;
  static final int REJECTED = 4;
  static final int TICK = 5;
  static final int LIFT = 6;
  static final int LEVEL_TICK = 7;

  private final List<EventType> types;
  private final BytesOut entries = new BytesOut(4096);
  private int count;

  /**
   * @param types the pack's types, in the order of their numbers
   */
  public FrameWriter(List<EventType> types) {
    this.types = types;
  }

  /** How many bytes the entries have so far. */
  public int size() {
    return entries.length();
  }

  /** How many entries there are so far. */
  public int count() {
    return count;
  }

  /** Adds an entry. */
  public void add(Entry entry) {
    try {
      write(entry, entries);
      count++;
    } catch (IOException e) {
      throw new TocsinException(ErrorCode.INTERNAL, "An entry cannot be written: " + entry, e);
    }
  }

  private void write(Entry entry, BytesOut out) throws IOException {
    if (entry instanceof Entry.Accepted accepted) {
      out.writeByte(ACCEPTED);
      VarLong.write(accepted.keyGroups(), out);
      VarLong.write(accepted.books() + 1, out);
      EventCodec.write(accepted.event(), types, out);
    } else if (entry instanceof Entry.TableRow row) {
      out.writeByte(TABLE_ROW);
      out.writeBoolean(row.deleted());
      VarLong.write(row.keyGroups(), out);
      VarLong.write(row.books() + 1, out);
      EventCodec.write(row.row(), types, out);
    } else if (entry instanceof Entry.Unused unused) {
      out.writeByte(UNUSED);
      EventCodec.write(unused.position(), out);
    } else if (entry instanceof Entry.Rejected rejected) {
      out.writeByte(REJECTED);
      EventCodec.write(rejected.position(), out);
      ValueCodec.writeText(rejected.reason().name(), out);
      ValueCodec.writeText(rejected.detail(), out);
      out.writeLong(rejected.timestamp());
      byte[] key = rejected.key();
      out.writeBoolean(key != null);
      if (key != null) {
        ValueCodec.writeBytes(key, out);
      }
      byte[] value = rejected.value();
      out.writeBoolean(value != null);
      if (value != null) {
        ValueCodec.writeBytes(value, out);
      }
      VarLong.write(rejected.size(), out);
    } else if (entry instanceof Entry.Tick tick) {
      out.writeByte(tick.level() == 0 ? TICK : LEVEL_TICK);
      if (tick.level() > 0) {
        VarLong.write(tick.level(), out);
      }
      VarLong.writeSigned(tick.watermark(), out);
    } else if (entry instanceof Entry.Lift lift) {
      out.writeByte(LIFT);
      ValueCodec.writeText(lift.rule(), out);
    }
  }

  /** Makes a frame of the entries and begins the next one. */
  public byte[] cut(FrameHeader header, List<SourceRange> ranges) {
    BytesOut frame = new BytesOut(entries.length() + 64 + 24 * ranges.size());
    try {
      frame.writeByte(MAGIC);
      frame.writeByte(VERSION);
      frame.writeInt(0);
      ValueCodec.writeText(header.pack(), frame);
      frame.writeLong(header.fingerprint());
      frame.writeLong(header.rules());
      VarLong.write(header.task(), frame);
      VarLong.write(header.tasks(), frame);
      VarLong.write(header.epoch(), frame);
      VarLong.write(ranges.size(), frame);
      for (SourceRange range : ranges) {
        VarLong.write(range.source(), frame);
        VarLong.write(range.partition(), frame);
        VarLong.write(range.from(), frame);
        VarLong.write(range.to() - range.from(), frame);
      }
      VarLong.write(count, frame);
    } catch (IOException e) {
      throw new TocsinException(ErrorCode.INTERNAL, "A frame cannot be written.", e);
    }
    frame.write(entries.array(), 0, entries.length());
    CRC32C checksum = new CRC32C();
    checksum.update(frame.array(), CHECKED_FROM, frame.length() - CHECKED_FROM);
    frame.setInt(2, (int) checksum.getValue());
    entries.clear();
    count = 0;
    return frame.toByteArray();
  }
}
