package io.tocsin.adapters.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerMetrics metrics = new MicrometerMetrics(registry, "orders");

  @Test
  void theSameNameAndLabelsGiveTheSameMeter() {
    metrics.counter("tocsin_lane_frames_total", "lane", "3").add(2);
    metrics.counter("tocsin_lane_frames_total", "lane", "3").add(5);
    assertThat(
            registry
                .get("tocsin_lane_frames_total")
                .tags("lane", "3", "pack", "orders")
                .counter()
                .count())
        .isEqualTo(7);
    metrics.gauge("tocsin_shard_watermark_seconds", "shard", "0").set(1.5);
    metrics.gauge("tocsin_shard_watermark_seconds", "shard", "0").set(2.5);
    assertThat(registry.get("tocsin_shard_watermark_seconds").gauge().value()).isEqualTo(2.5);
  }

  @Test
  void aMeterThatNamesItsPackKeepsIt() {
    metrics.counter("tocsin_alerts_total", "pack", "payments").add(1);
    assertThat(registry.get("tocsin_alerts_total").tags("pack", "payments").counter().count())
        .isEqualTo(1);
  }
}
