package io.tocsin.bench.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.bench.lines.Guarantee;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private final Standings standings = new Standings();

  @Test
  void ratiosAreThoseOfMedians() {
    add(Entrant.TOCSIN, Guarantee.EXACTLY_ONCE, 600_000);
    add(Entrant.TOCSIN, Guarantee.EXACTLY_ONCE, 900_000);
    add(Entrant.TOCSIN, Guarantee.EXACTLY_ONCE, 100_000);
    add(Entrant.FLINK, Guarantee.EXACTLY_ONCE, 400_000);
    add(Entrant.FLINK, Guarantee.AT_LEAST_ONCE, 300_000);

    assertThat(standings.ratio("flink")).hasValue(1.5);
    assertThat(standings.ratio("flink_at_least_once")).hasValue(2.0);
    assertThat(standings.ratio("jet")).isEmpty();
    assertThat(String.join("\n", standings.table()))
        .contains("flink at least once", "1.50", "2.00");
  }

  @Test
  void lessThanFourFifthsExactlyOnceIsDegraded() {
    add(Entrant.PARSE, Guarantee.AT_LEAST_ONCE, 855_999);
    add(Entrant.FLINK, Guarantee.EXACTLY_ONCE, 376_001);
    add(Entrant.FLINK, Guarantee.AT_LEAST_ONCE, 1);
    add(Entrant.JET, Guarantee.AT_LEAST_ONCE, 1);
    add(Entrant.TOCSIN, Guarantee.EXACTLY_ONCE, 1);

    assertThat(standings.degraded()).containsExactly(Entrant.PARSE);
  }

  private void add(Entrant entrant, Guarantee guarantee, double rate) {
    standings.add(new RaceFigures(entrant, guarantee, 1, rate, 1, 1, 1, 0, 0));
  }
}
