package io.tocsin.adapters.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as records of one partition: pieces with the keys {@code generation/0}, {@code
 * generation/1}, ..., each beginning with the number of the attempt that wrote it, and last a head
 * with the key {@code generation}. A generation without its head, or whose bytes do not fit it,
 * does not count.
 */
final class CheckpointPieces {
  static final int PIECE = 512 << 10;
  private static final byte FORMAT = 1;
  private static final int PREFIX = Long.BYTES;

  private CheckpointPieces() {}

  /**
   * What the last record of a generation says.
   *
   * @param generation its number
   * @param attempt tells the pieces of one attempt to write it from those of another
   * @param length the checkpoint's bytes
   * @param checksum CRC-32C of all of them
   */
  record Head(long generation, long attempt, int length, int checksum) {
    private static final int SIZE = 1 + Long.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES;

    static Head of(long generation, long attempt, byte[] bytes) {
      return new Head(generation, attempt, bytes.length, crc(bytes));
    }

    int pieces() {
      return (length + PIECE - 1) / PIECE;
    }

    boolean fits(byte[] bytes) {
      return bytes.length == length && crc(bytes) == checksum;
    }

    byte[] encode() {
      return ByteBuffer.allocate(SIZE)
          .put(FORMAT)
          .putLong(generation)
          .putLong(attempt)
          .putInt(length)
          .putInt(checksum)
          .array();
    }

    /** Null where the bytes are no head of this format. */
    static @Nullable Head decode(byte[] bytes) {
      if (bytes.length != SIZE || bytes[0] != FORMAT) {
        return null;
      }
      ByteBuffer in = ByteBuffer.wrap(bytes, 1, SIZE - 1);
      return new Head(in.getLong(), in.getLong(), in.getInt(), in.getInt());
    }
  }

  static byte[] piece(long attempt, byte[] bytes, int index) {
    int from = index * PIECE;
    int length = Math.min(PIECE, bytes.length - from);
    return ByteBuffer.allocate(PREFIX + length).putLong(attempt).put(bytes, from, length).array();
  }

  static long attemptOf(byte[] piece) {
    return ByteBuffer.wrap(piece).getLong();
  }

  static void copy(byte[] piece, byte[] whole, int index) {
    System.arraycopy(piece, PREFIX, whole, index * PIECE, piece.length - PREFIX);
  }

  static int lengthOf(byte[] piece) {
    return piece.length - PREFIX;
  }

  static byte[] headKey(long generation) {
    return Long.toString(generation).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] pieceKey(long generation, int index) {
    return (generation + "/" + index).getBytes(StandardCharsets.UTF_8);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** The pieces of one generation that a reader has seen so far. */
  static final class Assembly {
    private final Map<Integer, byte[]> pieces = new HashMap<>();

    void add(int index, byte[] piece) {
      pieces.put(index, piece);
    }

    /** The whole checkpoint, or null where pieces of the head's attempt are missing. */
    byte @Nullable [] whole(Head head) {
      byte[] bytes = new byte[head.length()];
      for (int i = 0; i < head.pieces(); i++) {
        byte[] piece = pieces.get(i);
        if (piece == null
            || attemptOf(piece) != head.attempt()
            || lengthOf(piece) != Math.min(PIECE, bytes.length - i * PIECE)) {
          return null;
        }
        copy(piece, bytes, i);
      }
      return head.fits(bytes) ? bytes : null;
    }
  }
}
