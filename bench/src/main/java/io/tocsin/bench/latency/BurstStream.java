package io.tocsin.bench.latency;

import io.tocsin.bench.workload.Columns;
import io.tocsin.bench.workload.HandWritten;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Lines of the logs of many services. Of each hundred, five at random places are errors of one
 * service, which is an alert; a tenth of the others are errors of services that have few. After the
 * last hundred there is a second without errors, so that time passes all that came before.
 */
final class BurstStream {
  static final long WINDOW_MILLIS = 10_000;
  static final int AT_LEAST = 5;

  private static final int BLOCK = 100;
  private static final int SERVICES = 50_000;
  private static final int QUIET_SERVICES = 100_000;
  private static final long SEED = 42;

  private final int rate;
  private final Columns columns;
  private final Map<Integer, Integer> deciding;

  /**
   * @param rate events per second
   * @param seconds of events that may decide; one more follows
   * @param begin the time of the first event, epoch milliseconds
   */
  BurstStream(int rate, int seconds, long begin) {
    this.rate = rate;
    int blocks = rate * seconds / BLOCK;
    int size = blocks * BLOCK + rate;
    long[] times = new long[size];
    byte[] types = new byte[size];
    int[] services = new int[size];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < size; i++) {
      times[i] = begin + i * 1_000L / rate;
      services[i] = SERVICES + random.nextInt(QUIET_SERVICES);
      types[i] = (byte) (i < blocks * BLOCK && random.nextInt(10) == 0 ? 1 : 0);
    }
    for (int block = 0; block < blocks; block++) {
      int service = random.nextInt(SERVICES);
      for (int left = AT_LEAST; left > 0; ) {
        int i = block * BLOCK + random.nextInt(BLOCK);
        if (services[i] != service) {
          services[i] = service;
          types[i] = 1;
          left--;
        }
      }
    }
    columns = new Columns(times, types, services, new int[0], new double[0]);
    deciding = HandWritten.errorBursts(columns, WINDOW_MILLIS, AT_LEAST);
  }

  Columns columns() {
    return columns;
  }

  /** How many events. */
  int size() {
    return columns.size();
  }

  /** When an event is to be sent, nanoseconds after the first. */
  long sendNanos(int i) {
    return i * 1_000_000_000L / rate;
  }

  /** The service of an event as records name it. */
  String service(int i) {
    return "service-" + columns.keys()[i];
  }

  /**
   * The alerts that the stream must give, and the number of the event that decides each.
   *
   * @throws IllegalStateException where two are alike, so that they could not be told apart
   */
  Map<SeenAlert, Integer> alerts() {
    Map<SeenAlert, Integer> alerts = new HashMap<>();
    deciding.forEach(
        (i, count) -> {
          SeenAlert alert = new SeenAlert(service(i), columns.times()[i], count);
          if (alerts.put(alert, i) != null) {
            throw new IllegalStateException("The stream gives this alert twice: " + alert);
          }
        });
    return alerts;
  }
}
