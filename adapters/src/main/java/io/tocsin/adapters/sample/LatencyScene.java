package io.tocsin.adapters.sample;

import java.util.List;

/**
 * The latency of three services, one sample a minute each, 45 ms with a deviation of 2.3 as in the
 * real series. Once in a few hours one of them is slow for some minutes.
 */
final class LatencyScene implements Scene {
  private static final String TOPIC = "request-latency";
  private static final List<String> SERIES = List.of("checkout", "search", "catalog");
  private static final long MINUTE = 60_000;
  private static final long HOURS = 3 * 60 * MINUTE;

  private String slow = "";
  private long slowUntil;

  @Override
  public void begin(Traffic traffic) {
    for (int i = 0; i < SERIES.size(); i++) {
      String series = SERIES.get(i);
      traffic.at(traffic.start() + 400 + i * 150L, time -> sample(traffic, time, series));
    }
    traffic.often(traffic.start() + 15 * MINUTE, HOURS, time -> slowDown(traffic, time));
  }

  private void slowDown(Traffic traffic, long time) {
    slow = traffic.any(SERIES);
    slowUntil = time + 4 * MINUTE;
  }

  private void sample(Traffic traffic, long time, String series) {
    boolean isSlow = series.equals(slow) && time < slowUntil;
    double value = Math.round(traffic.normal(isSlow ? 82 : 45.1, isSlow ? 8 : 2.3) * 1000) / 1000.0;
    traffic.send(
        TOPIC, series, "ts", time, traffic.between(5, 150), "series", series, "value", value);
    traffic.at(time + MINUTE, next -> sample(traffic, next, series));
  }
}
