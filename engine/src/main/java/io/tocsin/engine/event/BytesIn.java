package io.tocsin.engine.event;

import java.io.DataInput;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A byte array read as {@link DataInput}: the other half of {@link BytesOut}. For one thread. */
public final class BytesIn implements DataInput {
  private final byte[] bytes;
  private final int end;
  private int position;

  public BytesIn(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /**
   * @param from the first byte to read
   * @param end the place after the last
   */
  public BytesIn(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  /** How many bytes are left. */
  public int remaining() {
    return end - position;
  }

  /** A text of so many bytes in UTF-8. */
  String readText(int count) throws EOFException {
    return new String(bytes, take(count), count, StandardCharsets.UTF_8);
  }

  private int take(int count) throws EOFException {
    if (count > end - position) {
      throw new EOFException(
          "The bytes end: [" + count + "] more are needed, [" + (end - position) + "] are there.");
    }
    int at = position;
    position += count;
    return at;
  }

  @Override
  public void readFully(byte[] target) throws EOFException {
    readFully(target, 0, target.length);
  }

  @Override
  public void readFully(byte[] target, int offset, int count) throws EOFException {
    System.arraycopy(bytes, take(count), target, offset, count);
  }

  @Override
  public int skipBytes(int count) {
    int skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }

  @Override
  public boolean readBoolean() throws EOFException {
    return readByte() != 0;
  }

  @Override
  public byte readByte() throws EOFException {
    return bytes[take(1)];
  }

  @Override
  public int readUnsignedByte() throws EOFException {
    return bytes[take(1)] & 0xFF;
  }

  @Override
  public short readShort() throws EOFException {
    return (short) readUnsignedShort();
  }

  @Override
  public int readUnsignedShort() throws EOFException {
    int at = take(2);
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  @Override
  public char readChar() throws EOFException {
    return (char) readUnsignedShort();
  }

  @Override
  public int readInt() throws EOFException {
    int at = take(4);
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  @Override
  public long readLong() throws EOFException {
    long high = readInt();
    return high << 32 | (readInt() & 0xFFFF_FFFFL);
  }

  @Override
  public float readFloat() throws EOFException {
    return Float.intBitsToFloat(readInt());
  }

  @Override
  public double readDouble() throws EOFException {
    return Double.longBitsToDouble(readLong());
  }

  /** Bytes up to a line feed, as Latin-1; null at the end. */
  @Override
  public @Nullable String readLine() {
    if (position == end) {
      return null;
    }
    int from = position;
    while (position < end && bytes[position] != '\n') {
      position++;
    }
    String line = new String(bytes, from, position - from, StandardCharsets.ISO_8859_1);
    position = Math.min(end, position + 1);
    return line;
  }

  @Override
  public String readUTF() throws EOFException {
    int count = readUnsignedShort();
    return new String(bytes, take(count), count, StandardCharsets.UTF_8);
  }
}
