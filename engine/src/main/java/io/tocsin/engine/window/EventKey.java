package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.NumberValue;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.plan.KeyGroup;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keys as map keys: null is a key of its own, numbers are one key where they have one value, 42 is
 * not "42".
 */
final class EventKey {
  /** The key of everything in a key group without one. */
  static final Object NONE = "(no key)";

  private static final Object NULL = new Object();

  private EventKey() {}

  /** A key of several fields. */
  private static final class Composite {
    private final @Nullable Object[] parts;
    private final int hash;

    Composite(@Nullable Object[] parts) {
      this.parts = parts;
      this.hash = hash(parts);
    }

    /**
     * Because texts and {@link Arrays#hashCode} both multiply by 31, similar texts would meet again
     * and again ({@code ad-1, user-20} and {@code ad-2, user-10}); the golden ratio parts them.
     */
    private static int hash(@Nullable Object[] parts) {
      long hash = 0;
      for (Object part : parts) {
        hash = (hash + Objects.hashCode(part)) * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
      }
      return (int) hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Composite key && Arrays.equals(parts, key.parts);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** The key of an event in a key group that uses its type. */
  static Object of(KeyGroup group, Event event) {
    int[] fields = group.keyFields().get(event.type());
    return fields == null ? NONE : of(fields, event);
  }

  /**
   * The key of an event.
   *
   * @param fields the key's fields, by their place in the event's type
   */
  static Object of(int[] fields, Event event) {
    if (fields.length == 0) {
      return NONE;
    }
    if (fields.length == 1) {
      return canonical(event.value(fields[0]));
    }
    @Nullable Object[] parts = new Object[fields.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = canonical(event.value(fields[i]));
    }
    return new Composite(parts);
  }

  /**
   * One of the values of a key, as it is compared.
   *
   * @param part its place among the key's fields, from 0
   */
  static @Nullable Object part(Object key, int part) {
    Object value = key instanceof Composite composite ? composite.parts[part] : key;
    return value == NULL ? null : value;
  }

  /** A key for people. */
  static String text(Object key) {
    if (key instanceof Composite composite) {
      return Arrays.stream(composite.parts)
          .map(part -> text(Objects.requireNonNull(part)))
          .collect(Collectors.joining(", "));
    }
    return key == NULL ? "null" : key.toString();
  }

  /** Estimated bytes of a key in memory. */
  static long bytes(Object key) {
    if (key instanceof Composite composite) {
      long bytes = 40;
      for (Object part : composite.parts) {
        bytes += 4 + Footprint.of(part == NULL ? null : part);
      }
      return bytes;
    }
    return key == NONE || key == NULL ? 0 : Footprint.of(key);
  }

  /** A value as a part of a key; equal for values that a rule holds equal. */
  static Object canonical(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    return value instanceof Number number ? NumberValue.of(number) : value;
  }

  private static final int TAG_NONE = 0;
  private static final int TAG_NULL = 1;
  private static final int TAG_VALUE = 2;
  private static final int TAG_LIST = 3;

  static void write(Object key, DataOutput out) throws IOException {
    if (key == NONE) {
      out.writeByte(TAG_NONE);
    } else if (key == NULL) {
      out.writeByte(TAG_NULL);
    } else if (key instanceof Composite parts) {
      out.writeByte(TAG_LIST);
      out.writeInt(parts.parts.length);
      for (Object part : parts.parts) {
        write(canonical(part), out);
      }
    } else {
      out.writeByte(TAG_VALUE);
      ValueCodec.write(key, out);
    }
  }

  static Object read(DataInput in) throws IOException {
    return switch (in.readByte()) {
      case TAG_NONE -> NONE;
      case TAG_NULL -> NULL;
      case TAG_LIST -> {
        Object[] parts = new Object[in.readInt()];
        for (int i = 0; i < parts.length; i++) {
          parts[i] = read(in);
        }
        yield new Composite(parts);
      }
      default -> canonical(ValueCodec.read(in));
    };
  }
}
