package io.tocsin.bench.workload;

import java.util.SplittableRandom;

/**
 * Lines of the logs of 1,000 services, some far louder than others; a fifth are errors (type 1).
 */
final class LogStream {
  private static final int SERVICES = 1_000;

  private LogStream() {}

  /**
   * @param rate events per second of event time
   */
  static Columns of(int size, double rate, SplittableRandom random) {
    int[] services = new Zipf(SERVICES).draw(size, random);
    long[] times = new long[size];
    byte[] types = new byte[size];
    double perMilli = rate / 1000;
    for (int i = 0; i < size; i++) {
      times[i] = Workload.BEGIN + (long) (i / perMilli);
      types[i] = (byte) (random.nextInt(5) == 0 ? 1 : 0);
    }
    return new Columns(times, types, services, new int[0], new double[0]);
  }
}
