package io.tocsin.engine.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testing.differential.CaseResult;
import io.tocsin.engine.testing.oracle.OracleCase;
import io.tocsin.engine.testing.oracle.RandomCases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random rules over random streams: the engine must say what the oracle says, as soon as time
 * allows, and the same again when it is restarted after entries or gets them in frames of any size.
 * Other cases: {@code -Dtocsin.oracle.cases=1000 -Dtocsin.oracle.derived=100
 * -Dtocsin.oracle.seed=7}; many: {@code bench/run oracle}. A disagreement is printed with its seed,
 * one rule, and as few events as possible.
 */
class RandomRulesTest {
  private static final int CASES = Integer.getInteger("tocsin.oracle.cases", 220);
  private static final long SEED = Long.getLong("tocsin.oracle.seed", 1);
  private static final int RULES_PER_PACK = 5;
  private static final int ENOUGH = 5;

  private static final int DERIVED_CASES = Integer.getInteger("tocsin.oracle.derived", 40);

  private static final int MAKING_CASES = Integer.getInteger("tocsin.oracle.making", 40);

  private interface Cases {
    OracleCase of(long seed, int rules);
  }

  @Test
  void theEngineAgreesWithTheOracle() {
    check(CASES, RandomCases::of);
  }

  @Test
  void theEngineAgreesAboutDerivedEvents() {
    check(DERIVED_CASES, RandomCases::derived);
  }

  @Test
  void theEngineAgreesAboutWhatRulesMake() {
    check(MAKING_CASES, RandomCases::making);
  }

  /**
   * Packs by the seed and place of their series:
   *
   * <ul>
   *   <li>a condition that ended as its cooldown did was not counted as held back
   *   <li>matches with one deadline were decided in the order of the offsets from which their
   *       events were derived
   *   <li>an update that waited when its episode ended moved the clock, but not after a restart
   *   <li>a match that waited was saved with rows of one that was decided before it
   *   <li>the oracle took the events of one match for those of another
   * </ul>
   */
  @ParameterizedTest
  @CsvSource({"2026, 1995", "20261130, 60", "20261130, 368", "31, 1513", "47, 330"})
  void theEngineAgreesWhereItOnceDidNot(long seed, long number) {
    assertThat(CaseResult.of(RandomCases.any(seed, number, RULES_PER_PACK), false).disagreement())
        .isNull();
  }

  private static void check(int cases, Cases random) {
    int rules = 0;
    long alerting = 0;
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; rules < cases && disagreements.size() < ENOUGH; i++) {
      OracleCase one = random.of(SEED * 1_000_000 + i, RULES_PER_PACK);
      CaseResult result = CaseResult.of(one, false);
      if (result.disagreement() != null) {
        disagreements.add(result.disagreement());
      }
      rules += result.rules().size();
      alerting += result.rules().stream().filter(CaseResult.RuleResult::alerting).count();
    }
    assertThat(disagreements)
        .as("%d disagreements in %d cases of seed %d", disagreements.size(), rules, SEED)
        .isEmpty();
    assertThat(alerting)
        .as("rules that alert, of " + rules)
        .isGreaterThanOrEqualTo(rules * 8L / 10);
  }
}
