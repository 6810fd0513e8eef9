package io.tocsin.engine.spi;

import io.tocsin.engine.event.BytesIn;
import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.event.VarLong;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A shard's promise about a topic of derived events, as a record of the pack's topic of marks: key
 * and value, so that compaction leaves the newest of each shard.
 *
 * @param topic the topic of derived events
 * @param shard who promises
 * @param watermark the shard will write no further event below this time, epoch milliseconds
 * @param behind by partition of the topic, the offset behind the last event that the shard's lane
 *     wrote there; whoever has read so far has all that the promise is about. Empty until the
 *     outbox knows it
 */
public record Mark(String topic, int shard, long watermark, List<Long> behind) {
  private static final int VERSION = 1;
  private static final int MOST = 1 << 20;

  public Mark {
    behind = List.copyOf(behind);
  }

  /** The same promise, written behind these offsets. */
  public Mark behind(List<Long> offsets) {
    return new Mark(topic, shard, watermark, offsets);
  }

  /** The record's key. */
  public byte[] key() {
    BytesOut out = new BytesOut(64);
    write(out, () -> writeName(out));
    return out.toByteArray();
  }

  /** The record's value. */
  public byte[] value() {
    BytesOut out = new BytesOut(64);
    write(
        out,
        () -> {
          out.writeByte(VERSION);
          writeName(out);
          out.writeLong(watermark);
          VarLong.write(behind.size(), out);
          for (long offset : behind) {
            VarLong.write(offset, out);
          }
        });
    return out.toByteArray();
  }

  private void writeName(BytesOut out) throws IOException {
    ValueCodec.writeText(topic, out);
    VarLong.write(shard, out);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void write(BytesOut out, Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new TocsinException(
          ErrorCode.INTERNAL,
          "The mark of [%s] cannot be written after [%d] bytes.".formatted(topic, out.length()),
          e);
    }
  }

  /**
   * Reads a record's value.
   *
   * @throws TocsinException with {@link ErrorCode#BAD_FORMAT} where it is none
   */
  public static Mark read(byte[] value) {
    BytesIn in = new BytesIn(value);
    try {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException("version [" + version + "]");
      }
      String topic = ValueCodec.readText(in);
      int shard = VarLong.readInt(in, MOST);
      long watermark = in.readLong();
      List<Long> behind = new ArrayList<>();
      for (int left = VarLong.readInt(in, MOST); left > 0; left--) {
        behind.add(VarLong.read(in));
      }
      return new Mark(topic, shard, watermark, behind);
    } catch (IOException e) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT,
          "A mark of [%d] bytes cannot be read: [%s].\nMaybe the topic of marks has other writers, or a newer release wrote it."
              .formatted(value.length, e.getMessage()),
          e);
    }
  }
}
