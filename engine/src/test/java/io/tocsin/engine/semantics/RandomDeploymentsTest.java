package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.differential.Deployments;
import io.tocsin.engine.testing.differential.Deployments.Kind;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.RandomCases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another version of a random pack follows at a random entry: the rules that both versions have say
 * what they would have said, and rules that begin invent nothing. More cases: {@code
 * -Dtocsin.deployments.cases=200 -Dtocsin.oracle.seed=7}.
 */
class RandomDeploymentsTest {
  private static final int CASES = Integer.getInteger("tocsin.deployments.cases", 6);
  private static final long SEED = Long.getLong("tocsin.oracle.seed", 1);
  private static final int ATTEMPTS = 20;

  @ParameterizedTest
  @EnumSource
  void whatDidNotChangeGoesOn(Kind kind) {
    int cases = 0;
    int alerts = 0;
    int kept = 0;
    int untouched = 0;
    int news = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; cases < CASES && i < CASES * ATTEMPTS && wrong.isEmpty(); i++) {
      OracleCase one = RandomCases.any(SEED + 50 + kind.ordinal(), i, 5);
      Deployments deployments = new Deployments(one, kind);
      if (!deployments.isPossible()) {
        continue;
      }
      cases++;
      String difference = deployments.difference();
      difference = difference != null ? difference : deployments.frameDifference();
      if (difference != null) {
        wrong.add(difference);
      }
      alerts += deployments.alerts();
      kept += deployments.kept().size();
      untouched += deployments.untouched().size();
      news += deployments.newsChecked();
    }
    System.out.printf(
        "%s: %d cases, %d of %d untouched rules kept, %d alerts of them, %d of rules that begin%n",
        kind, cases, kept, untouched, alerts, news);
    assertThat(wrong).isEmpty();
    assertThat(cases).isEqualTo(CASES);
    // Those that live on what the touched rule makes are not kept.
    assertThat(kept).isBetween(untouched * 7 / 10, untouched);
    assertThat(alerts).isGreaterThan(10 * CASES);
    assertThat(news > 0).isEqualTo(kind == Kind.ADDED || kind == Kind.EDITED);
  }
}
