package io.tocsin.engine.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whole numbers in one to ten bytes: seven bits a byte, the lowest first, the highest bit set in
 * all bytes but the last (LEB128, as in Protocol Buffers). The signed forms fold the sign into the
 * lowest bit.
 */
public final class VarLong {
  private VarLong() {}

  /** Writes a number as an unsigned one: small non-negative numbers are short. */
  public static void write(long value, DataOutput out) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /** Writes a number of either sign: numbers near zero are short. */
  public static void writeSigned(long value, DataOutput out) throws IOException {
    write((value << 1) ^ (value >> 63), out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException where the bytes end, or are more than a number has
   */
  public static long read(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("A number has more than ten bytes.");
  }

  /** Reads what {@link #writeSigned} wrote. */
  public static long readSigned(DataInput in) throws IOException {
    long folded = read(in);
    return (folded >>> 1) ^ -(folded & 1);
  }

  /**
   * Reads a number that must lie in a range: a length, a count or an index.
   *
   * @param limit the highest that is right
   */
  public static int readInt(DataInput in, int limit) throws IOException {
    long value = read(in);
    if (value < 0 || value > limit) {
      throw new IOException("The number [" + value + "] is above its limit [" + limit + "].");
    }
    return (int) value;
  }
}
