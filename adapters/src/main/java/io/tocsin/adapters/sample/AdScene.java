package io.tocsin.adapters.sample;

/**
 * Users see advertisements and click on two of a hundred, most of them within half a minute, a few
 * after the limit.
 */
final class AdScene implements Scene {
  private static final String TOPIC = "ad-events";

  @Override
  public void begin(Traffic traffic) {
    traffic.often(traffic.start() + 200, 1_000, time -> view(traffic, time));
  }

  private static void view(Traffic traffic, long time) {
    String user = "user-" + traffic.between(1, 2_000);
    String advertisement = "ad-" + traffic.between(1, 40);
    send(traffic, time, "View", advertisement, user);
    if (traffic.chance(0.02)) {
      long clicked = time + 500 + (traffic.chance(0.05) ? 600_000 : traffic.pause(30_000));
      send(traffic, clicked, "Click", advertisement, user);
    }
  }

  private static void send(Traffic traffic, long time, String kind, String ad, String user) {
    traffic.send(
        TOPIC, user, "ts", time, traffic.between(5, 500), "kind", kind, "ad", ad, "user", user);
  }
}
