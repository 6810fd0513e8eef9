package io.tocsin.bench.oracle;

import io.tocsin.engine.testing.differential.CaseResult;
import io.tocsin.engine.testing.differential.CaseResult.RuleResult;
import io.tocsin.engine.testing.differential.DroolsComparison.Outcome;
import io.tocsin.engine.testing.oracle.Features;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many cases there were, of all and of each feature. For one thread. */
public final class FeatureCounts {

  private static final class Counts {
    long cases;
    long alerting;
    long disagreements;
    long droolsCompared;
    long droolsDisagreements;
    long droolsThrown;

    void add(RuleResult result) {
      cases++;
      alerting += result.alerting() ? 1 : 0;
      disagreements += result.disagrees() ? 1 : 0;
      droolsCompared += result.drools() != null ? 1 : 0;
      droolsDisagreements += result.drools() != null && result.drools() != Outcome.SAME ? 1 : 0;
      droolsThrown += result.drools() == Outcome.THROWN ? 1 : 0;
    }

    Map<String, Long> figures() {
      Map<String, Long> figures = new LinkedHashMap<>();
      figures.put("cases", cases);
      figures.put("alerting", alerting);
      figures.put("disagreements", disagreements);
      figures.put("drools_compared", droolsCompared);
      figures.put("drools_disagreements", droolsDisagreements);
      return figures;
    }
  }

  private final Counts all = new Counts();
  private final Map<String, Counts> byFeature = new TreeMap<>();

  /** None yet; features that never occur are there with 0. */
  public FeatureCounts() {
    Features.ALL.forEach(feature -> byFeature.put(feature, new Counts()));
  }

  /** Counts the rules of a pack. */
  public void add(CaseResult pack) {
    for (RuleResult result : pack.rules()) {
      all.add(result);
      result
          .features()
          .forEach(feature -> byFeature.computeIfAbsent(feature, any -> new Counts()).add(result));
    }
  }

  public long cases() {
    return all.cases;
  }

  public long disagreements() {
    return all.disagreements;
  }

  /** How many rules Drools itself was asked about. */
  public long droolsCompared() {
    return all.droolsCompared;
  }

  /** Of how many it said something else than the oracle, or threw. */
  public long droolsDisagreements() {
    return all.droolsDisagreements;
  }

  /** At how many it threw. */
  public long droolsThrown() {
    return all.droolsThrown;
  }

  /** The share of the rules that alert on their stream, from 0 to 1. */
  public double alertingShare() {
    return all.cases == 0 ? 0 : (double) all.alerting / all.cases;
  }

  /** The features with fewer cases. */
  public List<String> rarerThan(long cases) {
    return byFeature.entrySet().stream()
        .filter(entry -> entry.getValue().cases < cases)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The counts of each feature, by their names. */
  public Map<String, Map<String, Long>> figures() {
    Map<String, Map<String, Long>> figures = new TreeMap<>();
    byFeature.forEach((feature, counts) -> figures.put(feature, counts.figures()));
    return figures;
  }

  /** The counts of all and of each feature as a table in Markdown. */
  public String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        "| Feature | cases | of them alert | Tocsin disagrees | Drools was asked | Drools disagrees |\n");
    table.append("|---|---|---|---|---|---|\n");
    byFeature.forEach((feature, counts) -> row(table, feature, counts));
    row(table, "**all**", all);
    return table.toString();
  }

  private static void row(StringBuilder table, String name, Counts counts) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,d | %,d | %,d | %,d |\n",
            name,
            counts.cases,
            counts.alerting,
            counts.disagreements,
            counts.droolsCompared,
            counts.droolsDisagreements));
  }
}
