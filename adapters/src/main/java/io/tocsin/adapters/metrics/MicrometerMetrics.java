package io.tocsin.adapters.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tocsin.engine.spi.Metrics;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Meters in a Micrometer registry, each with the pack as a label, because every pack counts its own
 * lanes and shards from 0.
 */
public final class MicrometerMetrics implements Metrics {
  private static final String PACK = "pack";

  private final MeterRegistry registry;
  private final String pack;

  /** The bits of each gauge's value: the registry holds gauges weakly. */
  private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();

  /**
   * @param pack the label's value for meters that do not name a pack themselves
   */
  public MicrometerMetrics(MeterRegistry registry, String pack) {
    this.registry = registry;
    this.pack = pack;
  }

  @Override
  public Counter counter(String name, String... labels) {
    var counter = registry.counter(name, tags(labels));
    return counter::increment;
  }

  @Override
  public Gauge gauge(String name, String... labels) {
    AtomicLong bits =
        gauges.computeIfAbsent(
            name + Arrays.toString(labels),
            key -> {
              AtomicLong value = new AtomicLong();
              registry.gauge(name, tags(labels), value, v -> Double.longBitsToDouble(v.get()));
              return value;
            });
    return value -> bits.set(Double.doubleToLongBits(value));
  }

  private Tags tags(String... labels) {
    Tags tags = Tags.of(labels);
    return tags.stream().anyMatch(tag -> tag.getKey().equals(PACK)) ? tags : tags.and(PACK, pack);
  }
}
