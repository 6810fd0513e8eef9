package io.tocsin.engine.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where a text in JSON is no plain ASCII any more, eight bytes at a time (the search for a
 * zero byte in a word; Warren, Hacker's Delight, 6-1).
 */
final class PlainText {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long SPACES = ' ' * ONES;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;

  private PlainText() {}

  /** The first quote, backslash, control character or byte beyond ASCII; the end if none. */
  static int end(byte[] bytes, int from) {
    int i = from;
    for (; i <= bytes.length - 8; i += 8) {
      long word = (long) WORDS.get(bytes, i);
      long quotes = word ^ QUOTES;
      long backslashes = word ^ BACKSLASHES;
      // A borrow may mark what comes behind the first byte that is found, and no byte before it.
      long found =
          ((quotes - ONES) & ~quotes
                  | (backslashes - ONES) & ~backslashes
                  | (word - SPACES) & ~word
                  | word)
              & HIGHS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b < ' ' || b == '"' || b == '\\') {
        return i;
      }
    }
    return i;
  }
}
