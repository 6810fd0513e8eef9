package io.tocsin.engine.window;

import io.tocsin.engine.event.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One value of each event of a {@link LogChunk}. Numbers of fields that cannot be null are kept as
 * such; what can be null, and everything that is no number, is kept as an object.
 */
abstract sealed class Column {
  /** What a column holds. */
  enum Kind {
    DOUBLES,
    LONGS,
    INTS,
    OBJECTS,
    /** Objects, most of which are null. */
    RARE;

    /** The kind for the values of a field. */
    static Kind of(Field field) {
      if (!field.primitive()) {
        return OBJECTS;
      }
      return switch (field.kind()) {
        case DOUBLE -> DOUBLES;
        case LONG -> LONGS;
        case INT -> INTS;
        default -> OBJECTS;
      };
    }

    Column create(int capacity) {
      return switch (this) {
        case DOUBLES -> new Doubles(capacity);
        case LONGS -> new Longs(capacity);
        case INTS -> new Ints(capacity);
        case OBJECTS -> new Objects(capacity);
        case RARE -> new Rare(capacity);
      };
    }
  }

  /** Makes place for so many values. */
  abstract void grow(int capacity);

  abstract void set(int at, @Nullable Object value);

  /** The value with the class that it came with. */
  abstract @Nullable Object get(int at);

  /** Lets go of what a value refers to. */
  void clear(int at) {}

  /** Sets a whole number; only where the column holds such. */
  void setLong(int at, long value) {
    throw new IllegalStateException("The column holds no whole numbers.");
  }

  /** The value as a number of 64 bits; only where it is a whole number. */
  long getLong(int at) {
    throw new IllegalStateException("The column holds no whole numbers.");
  }

  /** The value as a double; only where it is a number. */
  double getDouble(int at) {
    throw new IllegalStateException("The column holds no numbers.");
  }

  /**
   * Doubles. As long as all are whole numbers of hundredths that fit an int, as amounts of money
   * often are, an int is kept for each.
   */
  static final class Doubles extends Column {
    private static final double SCALE = 100;

    private int @Nullable [] hundredths;
    private double @Nullable [] values;

    Doubles(int capacity) {
      hundredths = new int[capacity];
    }

    @Override
    void grow(int capacity) {
      if (hundredths != null) {
        hundredths = Arrays.copyOf(hundredths, capacity);
      } else if (values != null) {
        values = Arrays.copyOf(values, capacity);
      }
    }

    @Override
    void set(int at, @Nullable Object value) {
      double number = ((Number) java.util.Objects.requireNonNull(value)).doubleValue();
      if (hundredths != null) {
        int scaled = (int) Math.rint(number * SCALE);
        if (Double.doubleToRawLongBits(scaled / SCALE) == Double.doubleToRawLongBits(number)) {
          hundredths[at] = scaled;
          return;
        }
        widen(at);
      }
      if (values != null) {
        values[at] = number;
      }
    }

    private void widen(int used) {
      int[] narrow = java.util.Objects.requireNonNull(hundredths);
      double[] wide = new double[narrow.length];
      for (int i = 0; i < used; i++) {
        wide[i] = narrow[i] / SCALE;
      }
      values = wide;
      hundredths = null;
    }

    @Override
    double getDouble(int at) {
      if (hundredths != null) {
        return hundredths[at] / SCALE;
      }
      return java.util.Objects.requireNonNull(values)[at];
    }

    @Override
    Object get(int at) {
      return getDouble(at);
    }
  }

  /** Whole numbers of 64 bits. */
  static final class Longs extends Column {
    private long[] values;

    Longs(int capacity) {
      values = new long[capacity];
    }

    @Override
    void grow(int capacity) {
      values = Arrays.copyOf(values, capacity);
    }

    @Override
    void set(int at, @Nullable Object value) {
      values[at] = (Long) java.util.Objects.requireNonNull(value);
    }

    @Override
    void setLong(int at, long value) {
      values[at] = value;
    }

    @Override
    long getLong(int at) {
      return values[at];
    }

    @Override
    double getDouble(int at) {
      return values[at];
    }

    @Override
    Object get(int at) {
      return values[at];
    }
  }

  /** Whole numbers of 32 bits. */
  static final class Ints extends Column {
    private int[] values;

    Ints(int capacity) {
      values = new int[capacity];
    }

    @Override
    void grow(int capacity) {
      values = Arrays.copyOf(values, capacity);
    }

    @Override
    void set(int at, @Nullable Object value) {
      values[at] = (Integer) java.util.Objects.requireNonNull(value);
    }

    @Override
    void setLong(int at, long value) {
      values[at] = Math.toIntExact(value);
    }

    @Override
    long getLong(int at) {
      return values[at];
    }

    @Override
    double getDouble(int at) {
      return values[at];
    }

    @Override
    Object get(int at) {
      return values[at];
    }
  }

  /** Objects, for which there is no place until the first that is not null. */
  static final class Rare extends Column {
    private int capacity;
    private @Nullable Object @Nullable [] values;

    Rare(int capacity) {
      this.capacity = capacity;
    }

    @Override
    void grow(int more) {
      capacity = more;
      values = values == null ? null : Arrays.copyOf(values, more);
    }

    @Override
    void set(int at, @Nullable Object value) {
      if (values == null) {
        if (value == null) {
          return;
        }
        values = new Object[capacity];
      }
      values[at] = value;
    }

    @Override
    @Nullable Object get(int at) {
      return values == null ? null : values[at];
    }

    @Override
    void clear(int at) {
      set(at, null);
    }
  }

  /** Everything else. */
  static final class Objects extends Column {
    private @Nullable Object[] values;

    Objects(int capacity) {
      values = new Object[capacity];
    }

    @Override
    void grow(int capacity) {
      values = Arrays.copyOf(values, capacity);
    }

    @Override
    void set(int at, @Nullable Object value) {
      values[at] = value;
    }

    @Override
    @Nullable Object get(int at) {
      return values[at];
    }

    @Override
    void clear(int at) {
      values[at] = null;
    }
  }
}
