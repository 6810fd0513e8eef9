package io.tocsin.adapters.sample;

import java.util.List;

/**
 * The logs of some services, a few of which write most lines. Two lines in a hundred are errors; in
 * an outage one service writes a good hundred of them within seconds.
 */
final class LogScene implements Scene {
  private static final String TOPIC = "logs";
  private static final List<String> SERVICES =
      List.of(
          "gateway",
          "catalog",
          "search",
          "cart",
          "checkout",
          "payment",
          "stock",
          "shipping",
          "mail",
          "accounts",
          "reviews",
          "images");

  @Override
  public void begin(Traffic traffic) {
    traffic.often(traffic.start(), 400, time -> line(traffic, time));
    traffic.often(traffic.start() + 6_000, 150_000, time -> outage(traffic, time));
  }

  private static void line(Traffic traffic, long time) {
    String service = traffic.zipf(SERVICES);
    double level = traffic.between(0, 99);
    if (level < 2) {
      send(traffic, time, service, "ERROR", "upstream timed out");
    } else if (level < 10) {
      send(traffic, time, service, "WARN", "slow answer");
    } else {
      send(traffic, time, service, "INFO", "request served");
    }
  }

  private static void outage(Traffic traffic, long begin) {
    String service = traffic.any(SERVICES);
    long time = begin;
    int errors = traffic.between(99, 103);
    for (int i = 0; i < errors; i++) {
      send(traffic, time, service, "ERROR", "connection refused");
      time += traffic.between(10, 90);
    }
  }

  private static void send(
      Traffic traffic, long time, String service, String level, String message) {
    traffic.send(
        TOPIC,
        service,
        "ts",
        time,
        traffic.between(2, 150),
        "service",
        service,
        "level",
        level,
        "msg",
        message);
  }
}
