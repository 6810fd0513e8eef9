package io.tocsin.engine.checkpoint;

import io.tocsin.engine.event.BytesIn;
import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.event.VarLong;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The whole state of a shard between two frames of its journal. In bytes: {@code "TOCC"}, the
 * format's version (2 bytes), the length of what follows the checksum (4), the CRC-32C of it (4),
 * then the fields in order; whole numbers as {@link VarLong} where they are small.
 *
 * @param shard the shard
 * @param journalOffset the next frame to apply
 * @param outputHash hash of all outputs below that frame
 * @param packs by name, ascending
 */
public record Checkpoint(
    int shard, long journalOffset, long outputHash, List<PackCheckpoint> packs) {
  /**
   * The version that this release writes. Before 1.0 a release may change the form of what sessions
   * keep. A sample of each version from 5 on is kept among the tests, which show that it is read,
   * or refused with this reason.
   */
  public static final int VERSION = 7;

  /** The oldest version that this release reads. */
  public static final int OLDEST = 5;

  private static final int MAGIC = 0x544F4343;
  private static final int CHECKED_FROM = 14;
  private static final int MOST = 1 << 24;

  /** The bytes; the same state gives the same bytes. */
  public byte[] write() {
    BytesOut out = new BytesOut(4096);
    out.writeInt(MAGIC);
    out.writeShort(VERSION);
    out.writeInt(0);
    out.writeInt(0);
    try {
      VarLong.write(shard, out);
      VarLong.write(journalOffset, out);
      out.writeLong(outputHash);
      VarLong.write(packs.size(), out);
      for (PackCheckpoint pack : packs) {
        write(pack, out);
      }
    } catch (IOException e) {
      throw new TocsinException(ErrorCode.INTERNAL, "A checkpoint cannot be written.", e);
    }
    int length = out.length() - CHECKED_FROM;
    out.setInt(6, length);
    out.setInt(10, checksum(VERSION, out.array(), length));
    return out.toByteArray();
  }

  private static void write(PackCheckpoint pack, BytesOut out) throws IOException {
    ValueCodec.writeText(pack.pack(), out);
    ValueCodec.writeText(pack.version(), out);
    out.writeLong(pack.fingerprint());
    VarLong.write(pack.tasks(), out);
    VarLong.write(pack.taskMarks().size(), out);
    for (TaskMark mark : pack.taskMarks()) {
      VarLong.write(mark.task(), out);
      VarLong.write(mark.epoch(), out);
      out.writeLong(mark.rules());
      out.writeLong(mark.watermark());
      out.writeBoolean(mark.ticked());
      VarLong.write(mark.higher().size(), out);
      for (long watermark : mark.higher()) {
        out.writeLong(watermark);
      }
    }
    VarLong.write(pack.sourceMarks().size(), out);
    for (SourceMark mark : pack.sourceMarks()) {
      VarLong.write(mark.source(), out);
      VarLong.write(mark.partition(), out);
      VarLong.write(mark.nextOffset(), out);
    }
    VarLong.write(pack.counters().size(), out);
    for (Map.Entry<String, Long> counter : pack.counters().entrySet()) {
      ValueCodec.writeText(counter.getKey(), out);
      VarLong.write(counter.getValue(), out);
    }
    ValueCodec.writeBytes(pack.sessions(), out);
  }

  /**
   * Reads and verifies a checkpoint.
   *
   * @throws TocsinException with {@link ErrorCode#BAD_FORMAT} where the bytes are none, of another
   *     version, cut, or changed
   */
  public static Checkpoint read(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    try {
      if (bytes.length < CHECKED_FROM || in.readInt() != MAGIC) {
        throw refused("The [%d] bytes are no checkpoint.".formatted(bytes.length));
      }
      int version = in.readUnsignedShort();
      if (version < OLDEST || version > VERSION) {
        throw refused(
            "The checkpoint has version [%d]; this release reads [%d] to [%d].\nMaybe another release wrote it: go back to that release, or begin anew with another prefix or data directory, and without what was open. Where the journal still begins at 0, the shard replays it."
                .formatted(version, OLDEST, VERSION));
      }
      int length = in.readInt();
      int checksum = in.readInt();
      if (length != in.remaining() || checksum(version, bytes, length) != checksum) {
        throw refused(
            "The checkpoint is damaged: it says [%d] bytes with checksum [%08x], and has [%d]."
                .formatted(length, checksum, in.remaining()));
      }
      int shard = VarLong.readInt(in, Integer.MAX_VALUE);
      long offset = VarLong.read(in);
      long hash = in.readLong();
      int size = VarLong.readInt(in, MOST);
      List<PackCheckpoint> packs = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        packs.add(readPack(in));
      }
      return new Checkpoint(shard, offset, hash, List.copyOf(packs));
    } catch (IOException e) {
      throw new TocsinException(
          ErrorCode.BAD_FORMAT, "The checkpoint cannot be read: [" + e.getMessage() + "].", e);
    }
  }

  private static PackCheckpoint readPack(BytesIn in) throws IOException {
    String pack = ValueCodec.readText(in);
    String packVersion = ValueCodec.readText(in);
    long fingerprint = in.readLong();
    int tasks = VarLong.readInt(in, MOST);
    List<TaskMark> taskMarks = new ArrayList<>();
    for (int left = VarLong.readInt(in, MOST); left > 0; left--) {
      int task = VarLong.readInt(in, MOST);
      long epoch = VarLong.read(in);
      long rules = in.readLong();
      long watermark = in.readLong();
      boolean ticked = in.readBoolean();
      List<Long> higher = readHigher(in);
      taskMarks.add(new TaskMark(task, epoch, rules, watermark, ticked, higher));
    }
    List<SourceMark> sourceMarks = new ArrayList<>();
    for (int left = VarLong.readInt(in, MOST); left > 0; left--) {
      int source = VarLong.readInt(in, MOST);
      int partition = VarLong.readInt(in, MOST);
      sourceMarks.add(new SourceMark(source, partition, VarLong.read(in)));
    }
    Map<String, Long> counters = new LinkedHashMap<>();
    for (int left = VarLong.readInt(in, MOST); left > 0; left--) {
      String name = ValueCodec.readText(in);
      counters.put(name, VarLong.read(in));
    }
    byte[] sessions = ValueCodec.readBytes(in);
    return new PackCheckpoint(
        pack, packVersion, fingerprint, tasks, taskMarks, sourceMarks, counters, sessions);
  }

  private static List<Long> readHigher(BytesIn in) throws IOException {
    List<Long> higher = new ArrayList<>();
    for (int left = VarLong.readInt(in, MOST); left > 0; left--) {
      higher.add(in.readLong());
    }
    return List.copyOf(higher);
  }

  /** The checksum of what follows it; from version 7 on the version counts, too. */
  private static int checksum(int version, byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    if (version >= 7) {
      checksum.update(version);
    }
    checksum.update(bytes, CHECKED_FROM, length);
    return (int) checksum.getValue();
  }

  private static TocsinException refused(String message) {
    return new TocsinException(ErrorCode.BAD_FORMAT, message);
  }
}
