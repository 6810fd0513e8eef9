package io.tocsin.engine.spi;

/**
 * Where numbers about the engine go. Names follow Prometheus' conventions ({@code
 * tocsin_events_total}); labels are pairs of name and value, and never an entity's key. The same
 * name and labels give the same meter. Safe for several threads.
 */
public interface Metrics {

  /** Keeps nothing. */
  Metrics NONE =
      new Metrics() {
        @Override
        public Counter counter(String name, String... labels) {
          return delta -> {};
        }

        @Override
        public Gauge gauge(String name, String... labels) {
          return value -> {};
        }
      };

  /** A number that only grows; ask once and keep it, because looking it up costs. */
  Counter counter(String name, String... labels);

  /** A number that is set. */
  Gauge gauge(String name, String... labels);

  /** A number that only grows. */
  interface Counter {
    void add(long delta);
  }

  /** A number that is set. */
  interface Gauge {
    void set(double value);
  }
}
