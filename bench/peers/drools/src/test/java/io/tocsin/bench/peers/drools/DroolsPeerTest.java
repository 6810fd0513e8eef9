package io.tocsin.bench.peers.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.contest.Contest;
import io.tocsin.bench.contest.Contestant;
import io.tocsin.bench.contest.Keys;
import io.tocsin.bench.contest.RaisedAlerts;
import io.tocsin.bench.workload.Columns;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DroolsPeerTest {
  private static final int EVENTS = 50_000;

  @ParameterizedTest
  @EnumSource(Contest.class)
  void raisesTheAlertsOfTheHandWrittenLoop(Contest contest) throws Exception {
    Columns columns = contest.workload().generate(EVENTS);
    Keys keys = contest.keys();
    RaisedAlerts found = new RaisedAlerts();
    try (Contestant engine = DroolsPeer.enter(contest, "", columns, keys, found)) {
      for (int row = 0; row < EVENTS; row++) {
        engine.feed(row);
      }
      engine.advanceTo(columns.times()[EVENTS - 1] + Contest.PAST_THE_END_MILLIS);
    }

    RaisedAlerts expected = contest.expected(columns, keys);
    assertThat(found.notIn(expected)).as("wrong").isZero();
    assertThat(expected.notIn(found)).as("missing").isZero();
  }
}
