package io.tocsin.engine.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of events in bytes: a tag that names the Java class, then the value. A value comes
 * back equal and of the same class, and equal values of one class have the same bytes.
 */
public final class ValueCodec {
  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int INT = 3;
  private static final int LONG = 4;
  private static final int FLOAT = 5;
  private static final int DOUBLE = 6;
  private static final int DECIMAL = 7;
  private static final int INTEGER = 8;
  private static final int STRING = 9;
  private static final int LIST = 10;
  private static final int MAP = 11;

  /**
   * No text or number of a record is longer; a wrong length must not make us ask for all memory.
   */
  private static final int LONGEST = 64 << 20;

  /** Longer texts may have their first special character far behind. */
  private static final int LONGEST_IN_PLACE = 1 << 10;

  private ValueCodec() {}

  /**
   * Writes a value.
   *
   * @param value null, String, Boolean, Integer, Long, Float, Double, BigDecimal, BigInteger, or a
   *     List or a Map with String keys of such values
   * @throws IOException where it is none of these
   */
  public static void write(@Nullable Object value, DataOutput out) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof String text) {
      out.writeByte(STRING);
      writeText(text, out);
    } else if (value instanceof Number number) {
      writeNumber(number, out);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? TRUE : FALSE);
    } else if (value instanceof List<?> list) {
      out.writeByte(LIST);
      VarLong.write(list.size(), out);
      for (Object element : list) {
        write(element, out);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeByte(MAP);
      VarLong.write(map.size(), out);
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        writeText((String) entry.getKey(), out);
        write(entry.getValue(), out);
      }
    } else {
      throw new IOException("A value of class [" + value.getClass().getName() + "] has no form.");
    }
  }

  /**
   * A copy that shares nothing which could change.
   *
   * @throws IllegalArgumentException where {@link #write} could not write it
   */
  public static @Nullable Object detached(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(detached(element)));
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach(
          (name, element) -> {
            if (!(name instanceof String text)) {
              throw new IllegalArgumentException("The name [" + name + "] in a map is no text.");
            }
            copy.put(text, detached(element));
          });
      return Collections.unmodifiableMap(copy);
    }
    boolean simple =
        value instanceof String
            || value instanceof Boolean
            || value instanceof Integer
            || value instanceof Long
            || value instanceof Float
            || value instanceof Double
            || value instanceof BigDecimal
            || value instanceof BigInteger;
    if (value != null && !simple) {
      throw new IllegalArgumentException(
          "A value of class [" + value.getClass().getSimpleName() + "] cannot be kept.");
    }
    return value;
  }

  private static void writeNumber(Number number, DataOutput out) throws IOException {
    if (number instanceof Long whole) {
      out.writeByte(LONG);
      VarLong.writeSigned(whole, out);
    } else if (number instanceof Integer whole) {
      out.writeByte(INT);
      VarLong.writeSigned(whole, out);
    } else if (number instanceof Double real) {
      out.writeByte(DOUBLE);
      out.writeDouble(real);
    } else if (number instanceof Float real) {
      out.writeByte(FLOAT);
      out.writeFloat(real);
    } else if (number instanceof BigDecimal decimal) {
      out.writeByte(DECIMAL);
      VarLong.writeSigned(decimal.scale(), out);
      writeBytes(decimal.unscaledValue().toByteArray(), out);
    } else if (number instanceof BigInteger whole) {
      out.writeByte(INTEGER);
      writeBytes(whole.toByteArray(), out);
    } else {
      throw new IOException("A number of class [" + number.getClass().getName() + "] has no form.");
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException where the bytes end early or have no meaning
   */
  public static @Nullable Object read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case NULL -> null;
      case FALSE -> Boolean.FALSE;
      case TRUE -> Boolean.TRUE;
      case INT -> (int) VarLong.readSigned(in);
      case LONG -> VarLong.readSigned(in);
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case DECIMAL -> {
        int scale = (int) VarLong.readSigned(in);
        yield new BigDecimal(new BigInteger(readBytes(in)), scale);
      }
      case INTEGER -> new BigInteger(readBytes(in));
      case STRING -> readText(in);
      case LIST -> readList(in);
      case MAP -> readMap(in);
      default -> throw new IOException("A value begins with the unknown tag [" + tag + "].");
    };
  }

  private static List<@Nullable Object> readList(DataInput in) throws IOException {
    int size = VarLong.readInt(in, LONGEST);
    List<@Nullable Object> list = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      list.add(read(in));
    }
    return list;
  }

  private static Map<String, @Nullable Object> readMap(DataInput in) throws IOException {
    int size = VarLong.readInt(in, LONGEST);
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      String name = readText(in);
      map.put(name, read(in));
    }
    return map;
  }

  /** Writes a text of any length: the number of its bytes, then UTF-8. */
  public static void writeText(String text, DataOutput out) throws IOException {
    if (out instanceof BytesOut known && text.length() <= LONGEST_IN_PLACE) {
      int before = known.length();
      VarLong.write(text.length(), known);
      if (known.writeAscii(text)) {
        return;
      }
      known.truncate(before);
    }
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  /** Reads what {@link #writeText} wrote. */
  public static String readText(DataInput in) throws IOException {
    if (in instanceof BytesIn known) {
      return known.readText(VarLong.readInt(known, Math.min(LONGEST, known.remaining())));
    }
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  /** Writes bytes of any length: their number, then the bytes. */
  public static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    VarLong.write(bytes.length, out);
    out.write(bytes);
  }

  /** Reads what {@link #writeBytes} wrote. */
  public static byte[] readBytes(DataInput in) throws IOException {
    // A wrong length must not take all memory, so a known end is asked first.
    int limit = in instanceof BytesIn known ? Math.min(LONGEST, known.remaining()) : LONGEST;
    byte[] bytes = new byte[VarLong.readInt(in, limit)];
    in.readFully(bytes);
    return bytes;
  }
}
