package io.tocsin.bench.latency;

import org.HdrHistogram.Histogram;

/**
 * What one system did.
 *
 * @param latency from the scheduled time of the deciding event to its alert in the hands of a
 *     reader of committed records, microseconds
 * @param untilSent the part of it until the system handed the alert to its producer, to the
 *     millisecond; the rest is the transaction and the reader
 * @param behind how far the generator was behind its schedule, microseconds: what the machine adds
 * @param cores how many cores the system used on average, from the first event to the last alert
 * @param brokerCores the same of the broker
 * @param alerts how many alerts came
 * @param lost how many never came
 * @param duplicate how many came more often than once
 * @param spurious how many no rule demands
 */
public record LatencyFigures(
    Histogram latency,
    Histogram untilSent,
    Histogram behind,
    double cores,
    double brokerCores,
    long alerts,
    long lost,
    long duplicate,
    long spurious) {

  /** Milliseconds below which so many percent of the alerts came. */
  public double millis(double percentile) {
    return millis(latency, percentile);
  }

  /** The same for another histogram of microseconds. */
  public static double millis(Histogram histogram, double percentile) {
    return Math.round(histogram.getValueAtPercentile(percentile) / 100.0) / 10.0;
  }

  /** Whether exactly the right alerts came, once each. */
  public boolean isExact() {
    return lost == 0 && duplicate == 0 && spurious == 0;
  }
}
