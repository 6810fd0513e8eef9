package io.tocsin.engine.router;

import io.tocsin.engine.event.BytesOut;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.NumberValue;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.event.ValueCodec;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a key, the same for values that rules hold equal and different for all others.
 *
 * <p>The number 42 and the text {@code "42"} differ; null is a key of its own. Numbers are compared
 * by their {@link NumberValue}, because a join may compare a {@code long} field with a {@code
 * double} one. All NaN are one key, and so are 0.0 and -0.0.
 */
public final class CanonicalKey {
  private CanonicalKey() {}

  /** The bytes of a key with these values, in the order of the key. */
  public static byte[] of(@Nullable Object[] values) {
    BytesOut out = new BytesOut(32);
    for (Object value : values) {
      write(value, out);
    }
    return out.toByteArray();
  }

  /** Appends one value of a key. */
  static void write(@Nullable Object value, BytesOut out) {
    try {
      ValueCodec.write(value instanceof Number number ? NumberValue.of(number) : value, out);
    } catch (IOException e) {
      throw new TocsinException(ErrorCode.INTERNAL, "A key cannot be written: " + value, e);
    }
  }
}
