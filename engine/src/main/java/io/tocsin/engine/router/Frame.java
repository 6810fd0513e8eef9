package io.tocsin.engine.router;

import io.tocsin.engine.event.BytesIn;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.RejectReason;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.event.VarLong;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** A frame as it is read from the journal: header and ranges at once, the entries one by one. */
public final class Frame {
  private static final int MOST = 1 << 20;
  private final FrameHeader header;
  private final List<SourceRange> ranges;
  private final BytesIn in;
  private int left;

  private Frame(FrameHeader header, List<SourceRange> ranges, BytesIn in, int left) {
    this.header = header;
    this.ranges = ranges;
    this.in = in;
    this.left = left;
  }

  /**
   * Checks a frame and reads all but its entries.
   *
   * @throws TocsinException with {@link ErrorCode#BAD_FORMAT} where it is no frame, of another
   *     version, or its checksum is wrong
   */
  public static Frame read(byte[] bytes) {
    if (bytes.length < FrameWriter.CHECKED_FROM || bytes[0] != FrameWriter.MAGIC) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "The ["
              + bytes.length
              + "] bytes are no frame.\nMaybe the journal's topic has other writers.");
    }
    if (bytes[1] != FrameWriter.VERSION && bytes[1] != FrameWriter.WITHOUT_RULES) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "The frame has version [%d]; this release reads [%d].\nMaybe a newer release wrote it."
              .formatted(bytes[1], FrameWriter.VERSION));
    }
    BytesIn in = new BytesIn(bytes, 2, bytes.length);
    try {
      int expected = in.readInt();
      CRC32C checksum = new CRC32C();
      checksum.update(bytes, FrameWriter.CHECKED_FROM, bytes.length - FrameWriter.CHECKED_FROM);
      if ((int) checksum.getValue() != expected) {
        throw new TocsinException(
            ErrorCode.BAD_FORMAT,
            "The frame's checksum is [%08x], its bytes have [%08x]."
                .formatted(expected, (int) checksum.getValue()));
      }
      FrameHeader header =
          new FrameHeader(
              ValueCodec.readText(in),
              in.readLong(),
              bytes[1] == FrameWriter.WITHOUT_RULES ? 0 : in.readLong(),
              VarLong.readInt(in, MOST),
              VarLong.readInt(in, MOST),
              VarLong.read(in));
      int size = VarLong.readInt(in, MOST);
      List<SourceRange> ranges = new ArrayList<>(Math.min(size, 1024));
      for (int i = 0; i < size; i++) {
        int source = VarLong.readInt(in, MOST);
        int partition = VarLong.readInt(in, MOST);
        long from = VarLong.read(in);
        ranges.add(new SourceRange(source, partition, from, from + VarLong.read(in)));
      }
      return new Frame(header, ranges, in, VarLong.readInt(in, Integer.MAX_VALUE));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static TocsinException unreadable(IOException e) {
    return new TocsinException(
        ErrorCode.BAD_FORMAT, "The frame cannot be read: [" + e.getMessage() + "].", e);
  }

  public FrameHeader header() {
    return header;
  }

  public List<SourceRange> ranges() {
    return ranges;
  }

  /** Whether there is a further entry. */
  public boolean hasNext() {
    return left > 0;
  }

  /**
   * The next entry.
   *
   * @param types the types of the frame's pack
   * @throws TocsinException with {@link ErrorCode#BAD_FORMAT} where the bytes are none
   */
  public Entry next(List<EventType> types) {
    try {
      left--;
      int kind = in.readUnsignedByte();
      return switch (kind) {
        case FrameWriter.ACCEPTED -> {
          long keyGroups = VarLong.read(in);
          int books = VarLong.readInt(in, MOST) - 1;
          yield new Entry.Accepted(EventCodec.read(types, in), keyGroups, books);
        }
        case FrameWriter.TABLE_ROW -> {
          boolean deleted = in.readBoolean();
          long keyGroups = VarLong.read(in);
          int books = VarLong.readInt(in, MOST) - 1;
          yield new Entry.TableRow(EventCodec.read(types, in), deleted, keyGroups, books);
        }
        case FrameWriter.UNUSED -> new Entry.Unused(EventCodec.readPosition(in));
        case FrameWriter.REJECTED -> rejected();
        case FrameWriter.TICK -> new Entry.Tick(VarLong.readSigned(in));
        case FrameWriter.LIFT -> new Entry.Lift(ValueCodec.readText(in));
        case FrameWriter.LEVEL_TICK ->
            new Entry.Tick(VarLong.readInt(in, MOST), VarLong.readSigned(in));
        default -> throw new IOException("An entry has the unknown kind [" + kind + "].");
      };
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Entry rejected() throws IOException {
    return new Entry.Rejected(
        EventCodec.readPosition(in),
        reason(ValueCodec.readText(in)),
        ValueCodec.readText(in),
        in.readLong(),
        in.readBoolean() ? ValueCodec.readBytes(in) : null,
        in.readBoolean() ? ValueCodec.readBytes(in) : null,
        VarLong.readInt(in, Integer.MAX_VALUE));
  }

  private static RejectReason reason(String name) throws IOException {
    try {
      return RejectReason.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("There is no reason [" + name + "] for a rejection.", e);
    }
  }
}
