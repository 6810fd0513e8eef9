package io.tocsin.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RaisedAlertsTest {
  @Test
  void theOrderDoesNotMatter() {
    RaisedAlerts one = new RaisedAlerts();
    one.window("a", 1, 5);
    one.window("b", 2, 6);
    RaisedAlerts other = new RaisedAlerts();
    other.window("b", 2, 6);
    other.window("a", 1, 5);

    assertThat(one.checksum()).isEqualTo(other.checksum());
    assertThat(one.notIn(other)).isZero();
    assertThat(other.notIn(one)).isZero();
  }

  @Test
  void eachPartOfAnAlertMatters() {
    assertThat(checksum("a", 1, 5))
        .isNotEqualTo(checksum("b", 1, 5))
        .isNotEqualTo(checksum("a", 2, 5))
        .isNotEqualTo(checksum("a", 1, 6))
        .isNotEqualTo(checksum("a", 5, 1));
  }

  @Test
  void anAlertTwiceIsOneTooMany() {
    RaisedAlerts right = new RaisedAlerts();
    right.order(1);
    right.order(2);
    RaisedAlerts found = new RaisedAlerts();
    found.order(1);
    found.order(1);
    found.order(3);

    assertThat(found.notIn(right)).as("wrong").isEqualTo(2);
    assertThat(right.notIn(found)).as("missing").isEqualTo(1);
  }

  @Test
  void aStrayIsNoAlert() {
    RaisedAlerts alerts = new RaisedAlerts();
    alerts.stray();
    alerts.click("user-1", 2, 1);

    assertThat(alerts.strays()).isEqualTo(1);
    assertThat(alerts.count()).isEqualTo(1);
  }

  @Test
  void takesMoreAlertsThanThereWasRoomFor() {
    RaisedAlerts alerts = new RaisedAlerts();
    for (int i = 0; i < 300_000; i++) {
      alerts.order(i);
    }

    assertThat(alerts.count()).isEqualTo(300_000);
    assertThat(alerts.notIn(new RaisedAlerts())).isEqualTo(300_000);
  }

  private static long checksum(String key, long time, long count) {
    RaisedAlerts alerts = new RaisedAlerts();
    alerts.window(key, time, count);
    return alerts.checksum();
  }
}
