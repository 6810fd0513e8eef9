package io.tocsin.adapters.hazelcast;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What the head entry of a shard says about one generation in the IMap.
 *
 * @param generation its number
 * @param length the checkpoint's bytes
 * @param checksum CRC-32C of all of them
 */
record HotHead(long generation, int length, int checksum) {
  static final int PIECE = 256 << 10;
  private static final int SIZE = 16;

  static HotHead of(long generation, byte[] bytes) {
    return new HotHead(generation, bytes.length, checksum(bytes));
  }

  int pieces() {
    return (length + PIECE - 1) / PIECE;
  }

  boolean fits(byte[] bytes) {
    return bytes.length == length && checksum(bytes) == checksum;
  }

  static byte[] encode(List<HotHead> heads) {
    ByteBuffer out = ByteBuffer.allocate(heads.size() * SIZE);
    for (HotHead head : heads) {
      out.putLong(head.generation).putInt(head.length).putInt(head.checksum);
    }
    return out.array();
  }

  static List<HotHead> decode(byte[] bytes) {
    List<HotHead> heads = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.remaining() >= SIZE) {
      heads.add(new HotHead(in.getLong(), in.getInt(), in.getInt()));
    }
    return heads;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
