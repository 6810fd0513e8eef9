package io.tocsin.engine.testing.differential;

import io.tocsin.engine.testing.differential.Differential.Disagreement;
import io.tocsin.engine.testing.differential.DroolsComparison.Outcome;
import io.tocsin.engine.testing.oracle.OracleAlert;
import io.tocsin.engine.testing.oracle.OracleCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of the rules of a random pack on its stream.
 *
 * @param rules one for each rule
 * @param disagreement what differs from the oracle, for people; null where nothing does
 */
public record CaseResult(List<RuleResult> rules, @Nullable String disagreement) {

  /**
   * What came of one rule.
   *
   * @param features what it and its stream are about
   * @param alerting whether the oracle demands an alert
   * @param disagrees whether the engine differs from the oracle
   * @param drools how Drools itself did; null where it was not asked
   */
  public record RuleResult(
      Set<String> features, boolean alerting, boolean disagrees, @Nullable Outcome drools) {}

  /**
   * Runs a pack.
   *
   * @param drools whether Drools itself is asked too
   */
  public static CaseResult of(OracleCase one, boolean drools) {
    Disagreement disagreement = Differential.of(one);
    Set<String> wrong = disagreement == null ? Set.of() : disagreement.rules();
    Set<String> alerting =
        one.demanded().stream().map(OracleAlert::rule).collect(Collectors.toSet());
    Map<String, Outcome> outcomes = drools ? DroolsComparison.of(one) : Map.of();
    List<RuleResult> results = new ArrayList<>();
    one.rules()
        .forEach(
            rule ->
                results.add(
                    new RuleResult(
                        one.features(rule),
                        alerting.contains(rule.name()),
                        wrong.contains(rule.name()),
                        outcomes.get(rule.name()))));
    return new CaseResult(results, disagreement == null ? null : disagreement.text());
  }
}
