package io.tocsin.adapters.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * A web site: visitors read a few pages with their pictures, crawlers come by steadily, now and
 * then a client pulls everything within half a minute, and scanners ask for what is not there. A
 * request is logged when it ends, with the time of its begin, so lines are out of order.
 */
final class WebScene implements Scene {
  private static final String TOPIC = "web-access";
  private static final List<String> PAGES =
      List.of(
          "/", "/products", "/blog/", "/about", "/blog/tags/java", "/contact", "/projects/tool");
  private static final List<String> PICTURES =
      List.of("/style.css", "/images/logo.png", "/images/hero.jpg", "/app.js", "/favicon.ico");
  private static final List<String> PROBES =
      List.of("/wp-login.php", "/admin.php", "/administrator/", "/.env", "/phpmyadmin/");
  private static final List<String> CRAWLERS =
      List.of("192.0.2.200", "192.0.2.201", "203.0.113.50");

  @Override
  public void begin(Traffic traffic) {
    traffic.often(traffic.start(), 5_000, time -> visit(traffic, time));
    traffic.often(
        traffic.start() + 500,
        7_000,
        time -> request(traffic, time, traffic.zipf(CRAWLERS), traffic.zipf(PAGES), 200));
    traffic.often(traffic.start() + 10_000, 120_000, time -> pullEverything(traffic, time));
    traffic.often(traffic.start() + 15_000, 100_000, time -> scan(traffic, time));
  }

  private static void visit(Traffic traffic, long begin) {
    String visitor = traffic.address();
    long time = begin;
    for (int pages = traffic.between(1, 2); pages > 0; pages--) {
      request(traffic, time, visitor, traffic.zipf(PAGES), 200);
      for (String picture : PICTURES) {
        int status = traffic.chance(0.3) ? 304 : 200;
        request(traffic, time + traffic.between(50, 900), visitor, picture, status);
      }
      time += 5_000 + traffic.pause(20_000);
    }
  }

  private static void pullEverything(Traffic traffic, long begin) {
    String client = traffic.address();
    long time = begin;
    int requests = traffic.between(18, 22);
    for (int i = 0; i < requests; i++) {
      request(traffic, time, client, "/archive/" + i, 200);
      time += traffic.between(200, 2_000);
    }
  }

  private static void scan(Traffic traffic, long begin) {
    String scanner = traffic.address();
    List<String> probes = new ArrayList<>(PROBES.subList(0, traffic.between(2, 4)));
    long time = begin;
    for (String probe : probes) {
      request(traffic, time, scanner, probe, 404);
      time += traffic.between(1_000, 20_000);
    }
  }

  private static void request(Traffic traffic, long time, String client, String path, int status) {
    long duration = traffic.chance(0.05) ? traffic.between(2_000, 30_000) : traffic.between(5, 800);
    traffic.send(
        TOPIC,
        client,
        "ts",
        time,
        duration,
        "ip",
        client,
        "method",
        "GET",
        "path",
        path,
        "status",
        status,
        "bytes",
        traffic.between(200, 90_000));
  }
}
