package io.tocsin.bench.peers.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.contest.RaisedAlerts;
import org.junit.jupiter.api.Test;

class FiringsTest {
  private final RaisedAlerts alerts = new RaisedAlerts();
  private final Firings firings = new Firings(alerts);

  @Test
  void onlyTheWindowOfTheInsertedEventIsJudged() {
    firings.because(1, new LogLine("a", "ERROR", 1), "a");
    firings.window("a", 5);
    firings.window("b", 6);

    assertThat(alerts.count()).isEqualTo(1);
    assertThat(alerts.strays()).isEqualTo(1);
  }

  @Test
  void anEventThatEntersNoWindowDecidesNothing() {
    firings.because(1, new LogLine("a", "INFO", 1), null);
    firings.window("a", 5);

    assertThat(alerts.count()).isZero();
    assertThat(alerts.strays()).isEqualTo(1);
  }

  @Test
  void anOrderIsUnpaidOnlyWhenItsTimeIsUp() {
    Placed order = new Placed(7, 1_000);
    firings.because(300_999, new Placed(8, 300_999), null);
    firings.order(order);
    assertThat(alerts.strays()).isEqualTo(1);

    firings.because(301_000, new Placed(9, 301_000), null);
    firings.order(order);
    firings.because(301_001, new Placed(10, 301_001), null);
    firings.order(order);
    assertThat(alerts.count()).isEqualTo(2);
  }

  @Test
  void afterTheLastEventTheClockMovesInLargeSteps() {
    firings.because(302_000, null, null);
    firings.order(new Placed(7, 1_500));

    assertThat(alerts.count()).isEqualTo(1);
  }

  @Test
  void onlyThePairOfTheInsertedClickIsNew() {
    View view = new View("ad", "user", 1);
    Click click = new Click("ad", "user", 2);
    firings.because(2, click, null);
    firings.pair(view, click);
    firings.because(3, new View("ad", "user", 3), null);
    firings.pair(view, click);

    assertThat(alerts.count()).isEqualTo(1);
    assertThat(alerts.strays()).isEqualTo(1);
  }
}
