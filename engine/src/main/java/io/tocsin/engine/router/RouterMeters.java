package io.tocsin.engine.router;

import io.tocsin.engine.spi.Metrics;

/** The numbers of a router task. */
final class RouterMeters {
  private final Metrics.Counter records;
  private final Metrics.Counter frames;
  private final Metrics.Counter bytes;
  private final Metrics.Gauge watermark;
  private final Metrics.Gauge inFlight;
  private final Metrics.Counter failures;

  RouterMeters(Metrics metrics, String pack, int task) {
    String[] labels = {"pack", pack, "task", Integer.toString(task)};
    records = metrics.counter("tocsin_router_records_total", labels);
    frames = metrics.counter("tocsin_router_frames_total", labels);
    bytes = metrics.counter("tocsin_router_frame_bytes_total", labels);
    watermark = metrics.gauge("tocsin_router_watermark_seconds", labels);
    inFlight = metrics.gauge("tocsin_router_in_flight_bytes", labels);
    failures = metrics.counter("tocsin_router_failures_total", labels);
  }

  void records(int count) {
    records.add(count);
  }

  void frame(int length) {
    frames.add(1);
    bytes.add(length);
  }

  void watermark(long millis) {
    if (millis != PartitionClock.UNKNOWN) {
      watermark.set(millis / 1000.0);
    }
  }

  void inFlight(long value) {
    inFlight.set(value);
  }

  void failed() {
    failures.add(1);
  }
}
