package io.tocsin.engine.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The exact sum of doubles for each of many groups, rounded once when it is read: the same as that
 * of {@link ExactSum}, in 16 bytes. It is kept as a number of 128 bits, half of them behind the
 * point. A group that meets a value with other digits, or a sum that is too large, goes on with an
 * {@link ExactSum} of its own.
 */
final class FixedSums {
  private static final int MANTISSA = 52;
  private static final int BIAS = 1075;

  /** Digits behind the point. */
  private static final int POINT = 64;

  /** A value is shifted by so much at the most, so that it is below 2^56. */
  private static final int LONGEST_SHIFT = 67;

  /** For each group the half behind the point and the other one. */
  private long[] halves = {};

  private @Nullable ExactSum @Nullable [] exact;

  /** Makes place for so many groups. */
  void grow(int capacity) {
    halves = Arrays.copyOf(halves, capacity * 2);
    exact = exact == null ? null : Arrays.copyOf(exact, capacity);
  }

  /** A group is new: its sum is 0. */
  void begin(int group) {
    halves[group * 2] = 0;
    halves[group * 2 + 1] = 0;
    if (exact != null) {
      exact[group] = null;
    }
  }

  void add(int group, double value) {
    ExactSum apart = exact == null ? null : exact[group];
    if (apart != null) {
      apart.add(value);
    } else if (!addFixed(group, value)) {
      apart(group).add(value);
    }
  }

  void remove(int group, double value) {
    ExactSum apart = exact == null ? null : exact[group];
    if (apart != null) {
      apart.remove(value);
    } else if (!addFixed(group, -value)) {
      apart(group).remove(value);
    }
  }

  private boolean addFixed(int group, double value) {
    if (value == 0) {
      return true;
    }
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> MANTISSA) & 0x7FF;
    int shift = exponent - BIAS + POINT;
    long mantissa = (bits & ((1L << MANTISSA) - 1)) | (1L << MANTISSA);
    if (shift < 0) {
      int zeros = Long.numberOfTrailingZeros(mantissa);
      if (exponent == 0 || zeros < -shift) {
        return false;
      }
      mantissa >>>= -shift;
      shift = 0;
    } else if (shift > LONGEST_SHIFT) {
      return false;
    }
    long low = shift < 64 ? mantissa << shift : 0;
    long high = shift == 0 ? 0 : shift < 64 ? mantissa >>> (64 - shift) : mantissa << (shift - 64);
    if (value < 0) {
      low = -low;
      high = low == 0 ? -high : ~high;
    }
    long sumLow = halves[group * 2] + low;
    long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
    long before = halves[group * 2 + 1];
    long sumHigh = before + high + carry;
    // Both are below 2^62 as long as the sum is, so that only the sum can grow too large.
    if (sumHigh > 1L << 61 || sumHigh < -(1L << 61)) {
      return false;
    }
    halves[group * 2] = sumLow;
    halves[group * 2 + 1] = sumHigh;
    return true;
  }

  private ExactSum apart(int group) {
    if (exact == null) {
      exact = new ExactSum[halves.length / 2];
    }
    ExactSum sum = new ExactSum();
    long low = halves[group * 2];
    long high = halves[group * 2 + 1];
    sum.add(Math.scalb((double) (high >> 32), 32));
    sum.add(high & 0xFFFFFFFFL);
    sum.add(Math.scalb((double) (low >>> 32), 32 - POINT));
    sum.add(Math.scalb((double) (low & 0xFFFFFFFFL), -POINT));
    exact[group] = sum;
    return sum;
  }

  /** The sum of a group, rounded to the nearest double, ties to even. */
  double value(int group) {
    ExactSum apart = exact == null ? null : exact[group];
    return apart != null ? apart.value() : rounded(halves[group * 2 + 1], halves[group * 2]);
  }

  private static double rounded(long high, long low) {
    boolean negative = high < 0;
    long magnitudeLow = negative ? -low : low;
    long magnitudeHigh = negative ? (low == 0 ? -high : ~high) : high;
    if (magnitudeHigh == 0 && magnitudeLow == 0) {
      return 0;
    }
    int zeros =
        magnitudeHigh != 0
            ? Long.numberOfLeadingZeros(magnitudeHigh)
            : 64 + Long.numberOfLeadingZeros(magnitudeLow);
    long top;
    long rest;
    if (zeros >= 64) {
      top = magnitudeLow << (zeros - 64);
      rest = 0;
    } else if (zeros == 0) {
      top = magnitudeHigh;
      rest = magnitudeLow;
    } else {
      top = (magnitudeHigh << zeros) | (magnitudeLow >>> (64 - zeros));
      rest = magnitudeLow << zeros;
    }
    int dropped = 64 - MANTISSA - 1;
    long mantissa = top >>> dropped;
    long tail = top & ((1L << dropped) - 1);
    long half = 1L << (dropped - 1);
    boolean up = tail > half || (tail == half && (rest != 0 || (mantissa & 1) == 1));
    double value =
        Math.scalb((double) (up ? mantissa + 1 : mantissa), 127 - MANTISSA - zeros - POINT);
    return negative ? -value : value;
  }

  /** Gives the groups new numbers; see {@link GroupTable#renumber}. */
  void renumber(int[] before, int capacity) {
    long[] older = halves;
    @Nullable ExactSum[] olderExact = exact;
    halves = new long[capacity * 2];
    exact = olderExact == null ? null : new ExactSum[capacity];
    for (int i = 0; i < before.length; i++) {
      halves[i * 2] = older[before[i] * 2];
      halves[i * 2 + 1] = older[before[i] * 2 + 1];
      if (exact != null && olderExact != null) {
        exact[i] = olderExact[before[i]];
      }
    }
  }
}
