package io.tocsin.adapters.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An sshd in the open: its users log in, sometimes after a typing error; a few addresses guess in
 * bursts, most of them {@code root} and {@code admin}, a few seconds apart; others try once in a
 * while and never come near the limit.
 */
final class SshScene implements Scene {
  private static final String TOPIC = "ssh-auth";
  private static final List<String> USERS = List.of("anna", "ben", "deploy", "eva");
  private static final List<String> GUESSES =
      List.of("root", "admin", "ubnt", "pi", "test", "guest", "support", "user1", "oracle", "git");
  private static final List<String> OFFICES = List.of("192.0.2.10", "192.0.2.77", "198.51.100.30");

  @Override
  public void begin(Traffic traffic) {
    traffic.at(traffic.start() + 300, time -> guessing(traffic, time, 6, 600));
    traffic.often(
        traffic.start() + 40_000,
        60_000,
        time -> guessing(traffic, time, traffic.between(3, 7), traffic.between(1_000, 4_000)));
    traffic.often(traffic.start() + 1_000, 15_000, time -> lonelyGuess(traffic, time));
    traffic.often(traffic.start() + 2_000, 20_000, time -> login(traffic, time));
    traffic.often(traffic.start(), 4_000, time -> chatter(traffic, time));
  }

  private static void guessing(Traffic traffic, long begin, int attempts, int distance) {
    String address = traffic.address();
    String user = traffic.zipf(GUESSES);
    long time = begin;
    for (int i = 0; i < attempts; i++) {
      failed(traffic, time, "failed_password", 1, address, user);
      time += traffic.between(distance / 2, distance * 3 / 2);
    }
    if (traffic.chance(0.3)) {
      failed(traffic, time, "failed_password_repeated", 5, address, user);
    }
  }

  private static void lonelyGuess(Traffic traffic, long time) {
    failed(traffic, time, "failed_password", 1, traffic.address(), traffic.zipf(GUESSES));
  }

  private static void login(Traffic traffic, long time) {
    String address = traffic.zipf(OFFICES);
    String user = traffic.any(USERS);
    long accepted = time;
    if (traffic.chance(0.1)) {
      failed(traffic, time, "failed_password", 1, address, user);
      accepted += traffic.between(2_000, 8_000);
    }
    send(traffic, accepted, "accepted", address, user, "method", "password");
  }

  private static void chatter(Traffic traffic, long time) {
    send(traffic, time, "other", null, null);
  }

  private static void failed(
      Traffic traffic, long time, String event, int repeat, String address, String user) {
    send(
        traffic, time, event, address, user, "invalidUser", !user.equals("root"), "repeat", repeat);
  }

  private static void send(
      Traffic traffic,
      long time,
      String event,
      @Nullable String address,
      @Nullable String user,
      @Nullable Object... more) {
    @Nullable Object[] fields = new Object[8 + more.length];
    List<@Nullable Object> first =
        java.util.Arrays.asList("host", "bastion", "event", event, "ip", address, "user", user);
    for (int i = 0; i < first.size(); i++) {
      fields[i] = first.get(i);
    }
    System.arraycopy(more, 0, fields, first.size(), more.length);
    traffic.send(
        TOPIC, address == null ? "" : address, "ts", time, traffic.between(5, 200), fields);
  }
}
