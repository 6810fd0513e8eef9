package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.oracle.Arrivals;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.OracleRule;
import io.tocsin.engine.testing.oracle.RandomCases;
import org.junit.jupiter.api.Test;

/** The random cases are worth their time: the same for the same seed, and most rules alert. */
class RandomCasesTest {

  @Test
  void aSeedMakesTheSameCase() {
    assertThat(RandomCases.of(42, 5)).isEqualTo(RandomCases.of(42, 5));
    assertThat(RandomCases.of(43, 5)).isNotEqualTo(RandomCases.of(42, 5));
  }

  @Test
  void mostRulesAlertAndSomeRecordsAreLate() {
    int rules = 0;
    int alerting = 0;
    int late = 0;
    for (long seed = 1; seed <= 100; seed++) {
      OracleCase one = RandomCases.of(seed, 5);
      Arrivals arrivals = Arrivals.of(one.schema(), one.stream());
      for (OracleRule rule : one.rules()) {
        rules++;
        alerting += rule.alerts(arrivals.story()).isEmpty() ? 0 : 1;
      }
      late += arrivals.late().isEmpty() ? 0 : 1;
    }
    assertThat(alerting).isGreaterThan(rules * 8 / 10);
    assertThat(late).isGreaterThan(10);
  }
}
