package io.tocsin.engine.event;

import java.io.DataOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A byte array that grows, written as {@link DataOutput}. Used in place of the streams of the JDK
 * because those take a lock for each byte. For one thread; never throws {@code IOException}.
 */
public final class BytesOut implements DataOutput {
  private byte[] bytes;
  private int length;

  /**
   * @param capacity how many bytes fit before it grows
   */
  public BytesOut(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** The number of bytes written. */
  public int length() {
    return length;
  }

  /** Forgets what was written, keeps the space. */
  public void clear() {
    length = 0;
  }

  /**
   * The array behind it; the first {@link #length} bytes count, and the next write may replace it.
   */
  public byte[] array() {
    return bytes;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /**
   * Writes four bytes over earlier ones, for a length or a checksum that is known only at the end.
   */
  public void setInt(int position, int value) {
    bytes[position] = (byte) (value >>> 24);
    bytes[position + 1] = (byte) (value >>> 16);
    bytes[position + 2] = (byte) (value >>> 8);
    bytes[position + 3] = (byte) value;
  }

  /** Forgets what was written behind a length. */
  void truncate(int to) {
    length = to;
  }

  /**
   * Writes a text of plain ASCII, a byte for each character; false for any other, of which nothing
   * is written.
   */
  boolean writeAscii(String text) {
    int count = text.length();
    reserve(count);
    byte[] target = bytes;
    int at = length;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        return false;
      }
      target[at + i] = (byte) c;
    }
    length = at + count;
    return true;
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(bytes.length * 2L, 1 << 30)));
    }
  }

  @Override
  public void write(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  @Override
  public void write(byte[] source) {
    write(source, 0, source.length);
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  @Override
  public void writeBoolean(boolean value) {
    write(value ? 1 : 0);
  }

  @Override
  public void writeByte(int value) {
    write(value);
  }

  @Override
  public void writeShort(int value) {
    write(value >>> 8);
    write(value);
  }

  @Override
  public void writeChar(int value) {
    writeShort(value);
  }

  @Override
  public void writeInt(int value) {
    reserve(4);
    length += 4;
    setInt(length - 4, value);
  }

  @Override
  public void writeLong(long value) {
    writeInt((int) (value >>> 32));
    writeInt((int) value);
  }

  @Override
  public void writeFloat(float value) {
    writeInt(Float.floatToIntBits(value));
  }

  @Override
  public void writeDouble(double value) {
    writeLong(Double.doubleToLongBits(value));
  }

  @Override
  public void writeBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      write(text.charAt(i));
    }
  }

  @Override
  public void writeChars(String text) {
    for (int i = 0; i < text.length(); i++) {
      writeChar(text.charAt(i));
    }
  }

  /**
   * Like the JDK's for texts without the character 0 and without surrogates, and limited like it.
   */
  @Override
  public void writeUTF(String text) {
    byte[] utf = text.getBytes(StandardCharsets.UTF_8);
    if (utf.length > 0xFFFF) {
      throw new IllegalArgumentException("A text of [" + utf.length + "] bytes is too long.");
    }
    writeShort(utf.length);
    write(utf);
  }
}
