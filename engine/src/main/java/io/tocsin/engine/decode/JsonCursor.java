package io.tocsin.engine.decode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain JSON from the bytes of one record. It gives up (returns false) at whatever is wrong,
 * and at what is right and rare; the caller then begins again with Jackson, which knows. So what it
 * accepts must be JSON to Jackson too, and mean the same; what it does not accept needs no message.
 * For one thread.
 */
final class JsonCursor {
  /** What {@link #next} returns at the end. */
  static final int END = -1;

  /** What {@link #next} returns for a byte that no token begins with. */
  static final int STRANGE = -2;

  /** The kinds of scalar values. */
  enum Kind {
    TEXT,
    WHOLE,
    REAL,
    TRUE,
    FALSE,
    NULL
  }

  /** Deeper nesting is Jackson's, which has the limit. */
  private static final int DEEPEST = Json.MAX_DEPTH - 2;

  /** Jackson has a limit for the length of numbers, which is far beyond this. */
  private static final int LONGEST_NUMBER = 100;

  /** So many digits always fit into a long. */
  private static final int MOST_DIGITS = 18;

  /** Up to here longs are doubles, and so are these powers of ten; a quotient of both is exact. */
  private static final long MOST_EXACT = 1L << 53;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private byte[] bytes = {};
  private int at;
  private Kind kind = Kind.NULL;
  private int from;
  private int to;
  private boolean ascii;
  private boolean escaped;
  private boolean negative;
  private boolean fits;
  private long digits;
  private int scale;

  /** Begins at the first byte of a record. */
  void start(byte[] record) {
    bytes = record;
    at = 0;
  }

  /** The next byte that is no white space, which stays the next one; END or STRANGE. */
  int next() {
    while (at < bytes.length) {
      byte b = bytes[at];
      if (b > ' ') {
        return b;
      }
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return STRANGE;
      }
      at++;
    }
    return END;
  }

  /** Passes the byte that {@link #next} has returned. */
  void pass() {
    at++;
  }

  /**
   * Reads a name in plain ASCII and the colon behind it; the cursor is at its quote.
   *
   * @return its hash, see {@link NameNode#hash}; negative to give up
   */
  int name() {
    int i = at + 1;
    from = i;
    int hash = 0;
    for (; i < bytes.length && bytes[i] != '"'; i++) {
      byte b = bytes[i];
      if (b < ' ' || b == '\\') {
        return -1;
      }
      hash = NameNode.hash(hash, b);
    }
    to = i;
    at = i + 1;
    if (next() != ':') {
      return -1;
    }
    pass();
    return hash & Integer.MAX_VALUE;
  }

  /** The names of a node, asked for the name that was read last; null where there is none such. */
  @Nullable NameNode among(NameNode node, int hash) {
    return node.find(bytes, from, to, hash);
  }

  /** Reads a value that is neither object nor array, which begins with a byte. */
  boolean scalar(int first) {
    return switch (first) {
      case '"' -> text();
      case 't' -> literal("true", Kind.TRUE);
      case 'f' -> literal("false", Kind.FALSE);
      case 'n' -> literal("null", Kind.NULL);
      default -> number();
    };
  }

  private boolean literal(String name, Kind named) {
    int length = name.length();
    if (bytes.length - at < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != name.charAt(i)) {
        return false;
      }
    }
    at += length;
    kind = named;
    return true;
  }

  private boolean text() {
    kind = Kind.TEXT;
    ascii = true;
    escaped = false;
    from = at + 1;
    int end = PlainText.end(bytes, from);
    if (end == bytes.length) {
      return false;
    }
    if (bytes[end] != '"') {
      return moreThanAscii(end);
    }
    to = end;
    at = end + 1;
    return true;
  }

  private boolean moreThanAscii(int first) {
    int i = first;
    while (i < bytes.length) {
      byte b = bytes[i];
      if (b == '"') {
        to = i;
        at = i + 1;
        return true;
      }
      int length = b == '\\' ? escape(i) : b < 0 ? utf8(i) : b < ' ' ? 0 : 1;
      if (length == 0) {
        return false;
      }
      ascii &= b >= 0;
      escaped |= b == '\\';
      i += length;
    }
    return false;
  }

  /** The length of an escape sequence; 0 where it is none. */
  private int escape(int i) {
    int escape = byteAt(i + 1);
    if (escape == 'u') {
      for (int digit = i + 2; digit < i + 6; digit++) {
        if (Character.digit(byteAt(digit), 16) < 0) {
          return 0;
        }
      }
      return 6;
    }
    return "\"\\/bfnrt".indexOf(escape) >= 0 ? 2 : 0;
  }

  /** The length of a character in well-formed UTF-8; 0 where it is none. */
  private int utf8(int i) {
    int first = bytes[i] & 0xFF;
    int second = byteAt(i + 1);
    if (first < 0xC2 || first > 0xF4 || !isContinuation(second)) {
      return 0;
    }
    if (first < 0xE0) {
      return 2;
    }
    int code = (first & 0x0F) << 6 | (second & 0x3F);
    if (first < 0xF0) {
      // Neither what two bytes suffice for, nor halves of a pair.
      boolean wrong = code < 0x20 || (code >= 0x360 && code <= 0x37F);
      return !wrong && isContinuation(byteAt(i + 2)) ? 3 : 0;
    }
    boolean wrong = (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return !wrong && isContinuation(byteAt(i + 2)) && isContinuation(byteAt(i + 3)) ? 4 : 0;
  }

  private int byteAt(int i) {
    return i < bytes.length ? bytes[i] & 0xFF : END;
  }

  private static boolean isContinuation(int b) {
    return (b & 0xC0) == 0x80 && b >= 0;
  }

  private boolean number() {
    negative = bytes[at] == '-';
    int i = negative ? at + 1 : at;
    from = at;
    int begin = i;
    long value = 0;
    for (; i < bytes.length && isDigit(bytes[i]); i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    int count = i - begin;
    if (count == 0 || (count > 1 && bytes[begin] == '0')) {
      return false;
    }
    kind = Kind.WHOLE;
    scale = 0;
    if (i < bytes.length && bytes[i] == '.') {
      kind = Kind.REAL;
      int point = ++i;
      for (; i < bytes.length && isDigit(bytes[i]); i++) {
        value = value * 10 + (bytes[i] - '0');
      }
      scale = i - point;
      count += scale;
      if (scale == 0) {
        return false;
      }
    }
    if (i < bytes.length && (bytes[i] == 'e' || bytes[i] == 'E')) {
      kind = Kind.REAL;
      i = exponent(i + 1);
    }
    fits = count <= MOST_DIGITS;
    digits = value;
    to = i;
    at = i;
    return i > 0 && to - from <= LONGEST_NUMBER;
  }

  /** Reads an exponent of up to three digits; returns where it ends, 0 to give up. */
  private int exponent(int begin) {
    int sign = byteAt(begin);
    int i = sign == '-' || sign == '+' ? begin + 1 : begin;
    int first = i;
    int exponent = 0;
    for (; i < bytes.length && isDigit(bytes[i]); i++) {
      exponent = i - first > 3 ? exponent : exponent * 10 + (bytes[i] - '0');
    }
    scale -= sign == '-' ? -exponent : exponent;
    return i == first || i - first > 3 ? 0 : i;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Passes any value. */
  boolean skip(int depth) {
    int first = next();
    if (first == '{' || first == '[') {
      return skipAll(first == '{', depth + 1);
    }
    return first >= 0 && scalar(first);
  }

  private boolean skipAll(boolean object, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    int close = object ? '}' : ']';
    pass();
    if (next() == close) {
      pass();
      return true;
    }
    while (true) {
      if (object && (next() != '"' || name() < 0)) {
        return false;
      }
      if (!skip(depth)) {
        return false;
      }
      int b = next();
      pass();
      if (b == close) {
        return true;
      }
      if (b != ',') {
        return false;
      }
    }
  }

  /** Whether objects at this depth are still read here. */
  static boolean isDeep(int depth) {
    return depth > DEEPEST;
  }

  Kind kind() {
    return kind;
  }

  /** Whether the whole number is {@link #whole}. */
  boolean fits() {
    return fits;
  }

  long whole() {
    return negative ? -digits : digits;
  }

  /** The number; infinite where it is too large. */
  double real() {
    if (kind == Kind.WHOLE && fits) {
      return whole();
    }
    if (!fits || digits > MOST_EXACT || Math.abs(scale) >= POWERS.length) {
      return Double.parseDouble(written());
    }
    double real = scale < 0 ? digits * POWERS[-scale] : digits / POWERS[scale];
    return negative ? -real : real;
  }

  /** The number as it is written. */
  String written() {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  String string() {
    if (ascii && !escaped) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    return escaped ? unescaped() : new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private String unescaped() {
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    for (int i = from; i < to; ) {
      if (bytes[i] != '\\') {
        i++;
        continue;
      }
      text.append(new String(bytes, plain, i - plain, StandardCharsets.UTF_8));
      int escape = bytes[i + 1];
      i += escape == 'u' ? 6 : 2;
      plain = i;
      text.append(
          switch (escape) {
            case 'u' -> (char) hex(i - 4);
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) escape;
          });
    }
    return text.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8)).toString();
  }

  private int hex(int first) {
    int value = 0;
    for (int i = first; i < first + 4; i++) {
      value = value << 4 | Character.digit(bytes[i], 16);
    }
    return value;
  }
}
