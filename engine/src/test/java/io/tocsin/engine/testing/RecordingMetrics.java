package io.tocsin.engine.testing;

import io.tocsin.engine.spi.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps all numbers by name and labels, for tests to look at. Safe for several threads. */
public final class RecordingMetrics implements Metrics {
  private final Map<String, Double> values = new ConcurrentSkipListMap<>();

  @Override
  public Counter counter(String name, String... labels) {
    String meter = name + String.join(",", labels);
    return delta -> values.merge(meter, (double) delta, Double::sum);
  }

  @Override
  public Gauge gauge(String name, String... labels) {
    String meter = name + String.join(",", labels);
    return value -> values.put(meter, value);
  }

  /** The sum over all labels of a name; 0 where there is none. */
  public double sum(String name) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(name))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
