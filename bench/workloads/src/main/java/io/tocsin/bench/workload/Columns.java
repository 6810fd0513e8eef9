package io.tocsin.bench.workload;

import java.util.Arrays;

/**
 * The events of a stream as columns, in the order of arrival. A stream without a second key or
 * without amounts has an empty column there.
 *
 * @param times event times, epoch milliseconds
 * @param types what kind of event, 0 or 1
 * @param keys the number of the service, card, order or advertisement
 * @param secondKeys the number of the user
 * @param amounts the amount of the payment
 */
public record Columns(long[] times, byte[] types, int[] keys, int[] secondKeys, double[] amounts) {

  /** How many events. */
  public int size() {
    return times.length;
  }

  /** The first so many events. */
  public Columns first(int count) {
    return new Columns(
        Arrays.copyOf(times, count),
        Arrays.copyOf(types, count),
        Arrays.copyOf(keys, count),
        Arrays.copyOf(secondKeys, Math.min(secondKeys.length, count)),
        Arrays.copyOf(amounts, Math.min(amounts.length, count)));
  }

  /** A number that another stream has only by a very rare accident; depends on the order. */
  public long checksum() {
    long sum = size();
    for (int i = 0; i < size(); i++) {
      sum = mix(sum, times[i]);
      sum = mix(sum, types[i]);
      sum = mix(sum, keys[i]);
      if (secondKeys.length > 0) {
        sum = mix(sum, secondKeys[i]);
      }
      if (amounts.length > 0) {
        sum = mix(sum, Double.doubleToLongBits(amounts[i]));
      }
    }
    return sum;
  }

  private static long mix(long sum, long value) {
    long mixed = (sum ^ value) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }
}
