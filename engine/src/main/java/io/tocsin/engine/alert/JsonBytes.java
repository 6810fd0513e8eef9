package io.tocsin.engine.alert;

import io.tocsin.engine.event.Positions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON in UTF-8 that grows in an array, byte for byte as Jackson's generator writes it with its
 * defaults, which a test compares. The texts of an alert are short and many, and the generator
 * costs several times as much for each. The one difference: half of a surrogate pair, at which the
 * generator throws, becomes a question mark as everywhere else. For one thread.
 */
final class JsonBytes {
  /** What is written before a longer line is not kept for the next one. */
  private static final int MOST_KEPT = 64 << 10;

  private static final int LONGEST_NUMBER = 24;
  private static final int LONGEST_CHARACTER = 6;
  private static final int DEEPEST = 1_000;
  private static final boolean FAST_DOUBLES =
      JsonFactory.builder().build().isEnabled(StreamWriteFeature.USE_FAST_DOUBLE_WRITER);

  private static final byte[] HEX = ascii("0123456789ABCDEF");
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  /**
   * For each character below 128: 0 where it stands for itself, else what follows the backslash.
   */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes = new byte[2048];
  private int length;
  private int depth;

  private static byte[] escapes() {
    byte[] escapes = new byte[128];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    return escapes;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Forgets what was written. */
  void clear() {
    length = 0;
    depth = 0;
    if (bytes.length > MOST_KEPT) {
      bytes = new byte[2048];
    }
  }

  /** A copy of what was written. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(bytes.length * 2L, 1 << 30)));
    }
  }

  /** Bytes as they are: names, brackets and commas. */
  void raw(byte[] written) {
    reserve(written.length);
    System.arraycopy(written, 0, bytes, length, written.length);
    length += written.length;
  }

  private void raw(char written) {
    reserve(1);
    bytes[length++] = (byte) written;
  }

  void number(long value) {
    reserve(LONGEST_NUMBER);
    length = NumberOutput.outputLong(value, bytes, length);
  }

  void text(String text) {
    int size = text.length();
    reserve(size + 2);
    byte[] target = bytes;
    int at = length;
    target[at++] = '"';
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= 128 || ESCAPES[c] != 0) {
        length = at;
        special(text, i);
        raw('"');
        return;
      }
      target[at++] = (byte) c;
    }
    target[at++] = '"';
    length = at;
  }

  /** The rest of a text in which there is more than plain ASCII. */
  private void special(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      reserve(LONGEST_CHARACTER);
      char c = text.charAt(i);
      if (c < 128) {
        ascii(c);
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xC0 | c >> 6);
        bytes[length++] = (byte) (0x80 | c & 0x3F);
      } else if (!Character.isSurrogate(c)) {
        bytes[length++] = (byte) (0xE0 | c >> 12);
        bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
        bytes[length++] = (byte) (0x80 | c & 0x3F);
      } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        bytes[length++] = (byte) (0xF0 | point >> 18);
        bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
        bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        bytes[length++] = (byte) (0x80 | point & 0x3F);
      } else {
        bytes[length++] = '?';
      }
    }
  }

  private void ascii(char c) {
    byte escape = ESCAPES[c];
    if (escape != 0) {
      bytes[length++] = '\\';
    }
    bytes[length++] = escape == 0 ? (byte) c : escape;
    if (escape == 'u') {
      bytes[length++] = '0';
      bytes[length++] = '0';
      bytes[length++] = HEX[c >> 4];
      bytes[length++] = HEX[c & 0xF];
    }
  }

  /** Texts, numbers, booleans, null, lists and maps of them; one of an unknown kind as its text. */
  void value(@Nullable Object value) {
    if (value instanceof String text) {
      text(text);
    } else if (value == null) {
      raw(NULL);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Boolean flag) {
      raw(flag ? TRUE : FALSE);
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Iterable<?> list) {
      list(list);
    } else {
      text(value.toString());
    }
  }

  private void deeper() {
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException(
          "The value is nested deeper than [" + DEEPEST + "] levels.");
    }
  }

  void map(Map<?, ?> map) {
    deeper();
    raw('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        raw(',');
      }
      first = false;
      text(String.valueOf(entry.getKey()));
      raw(':');
      value(entry.getValue());
    }
    raw('}');
    depth--;
  }

  void list(Iterable<?> list) {
    if (list instanceof Positions positions) {
      positions(positions);
      return;
    }
    deeper();
    raw('[');
    boolean first = true;
    for (Object element : list) {
      if (!first) {
        raw(',');
      }
      first = false;
      value(element);
    }
    raw(']');
    depth--;
  }

  /** The same as the texts of the list, of which none is made. */
  private void positions(Positions list) {
    deeper();
    raw('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        raw(',');
      }
      raw('"');
      number(list.source(i));
      raw('/');
      number(list.partition(i));
      raw('@');
      number(list.offset(i));
      if (list.derivation(i) != 0) {
        raw('+');
        number(list.derivation(i));
      }
      raw('"');
    }
    raw(']');
    depth--;
  }

  private void number(Number number) {
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      number(number.longValue());
    } else if (number instanceof Float real) {
      written(NumberOutput.toString(real, FAST_DOUBLES), Float.isFinite(real));
    } else if (number instanceof BigDecimal || number instanceof BigInteger) {
      written(number.toString(), true);
    } else {
      double real = number.doubleValue();
      written(NumberOutput.toString(real, FAST_DOUBLES), Double.isFinite(real));
    }
  }

  /** What is no number in JSON is a text. */
  private void written(String digits, boolean finite) {
    if (finite) {
      raw(ascii(digits));
    } else {
      text(digits);
    }
  }
}
