package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.differential.Differential;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.RandomCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random rules under random low limits: whatever is shed, nothing is said that the oracle does not
 * say without limits, and restarts after entries change nothing. More cases or other ones: {@code
 * -Dtocsin.limits.cases=1000 -Dtocsin.limits.seed=7}.
 */
class RandomLimitsTest {
  private static final int CASES = Integer.getInteger("tocsin.limits.cases", 60);
  private static final long SEED = Long.getLong("tocsin.limits.seed", 1);
  private static final int ENOUGH = 5;

  @Test
  void sheddingInventsNothing() {
    List<String> problems = new ArrayList<>();
    int cases = 0;
    int shedding = 0;
    for (int i = 0; cases < CASES && problems.size() < ENOUGH; i++) {
      OracleCase one = RandomCases.of(SEED * 1_000_000 + i, 5);
      Random random = new Random(one.seed());
      String limits = limits(random);
      Differential differential = new Differential(one, limits);
      String problem = differential.invention(one.stream());
      shedding += differential.shed() > 0 ? 1 : 0;
      if (problem == null) {
        problem = differential.restartDifference(one.stream());
      }
      if (problem != null) {
        problems.add("seed %d\n%s\n%s".formatted(one.seed(), one.drl(), problem));
      }
      cases += one.rules().size();
    }
    assertThat(problems).as("of %d cases of seed %d", cases, SEED).isEmpty();
    assertThat(shedding).as("packs that shed, of about " + CASES / 5).isGreaterThan(CASES / 10);
  }

  private static String limits(Random random) {
    List<String> limits = new ArrayList<>();
    limits.add("keys: " + (1 + random.nextInt(8)));
    limits.add("events: " + (2 + random.nextInt(30)));
    if (random.nextInt(3) == 0) {
      limits.add("timers: " + (1 + random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      limits.add("waiting: " + (2 + random.nextInt(10)));
    }
    if (random.nextInt(3) == 0) {
      limits.add("state: " + (1 + random.nextInt(12)) + "KB");
    }
    if (random.nextInt(3) == 0) {
      limits.add("episodes: 1");
    }
    if (random.nextInt(3) == 0) {
      limits.add("collected: " + (1 + random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      limits.add("alerts-per-minute: " + (1 + random.nextInt(4)));
    }
    return "\nlimits: {" + String.join(", ", limits) + "}\n";
  }
}
