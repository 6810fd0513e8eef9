package io.tocsin.engine.testing.oracle;

import java.util.List;

/**
 * A combination that is not accompanied by some event: decided when none can come any more. That is
 * the latest time that all its bounds allow, or the arrival of the combination's last event where
 * this is later.
 */
public record AbsenceRule(String name, Combinations events, Link absent) implements OracleRule {

  @Override
  public List<OracleAlert> alerts(List<OracleEvent> history) {
    return events.in(history).stream()
        .filter(match -> history.stream().noneMatch(event -> absent.accepts(event, match)))
        .map(
            match ->
                new OracleAlert(
                    decidedAt(match),
                    name,
                    match.get(0).key(),
                    "raised",
                    Combinations.fields(match)))
        .toList();
  }

  private long decidedAt(List<OracleEvent> match) {
    long latest =
        absent.bounds().stream().mapToLong(bound -> bound.latest(match)).min().orElseThrow();
    return Math.max(latest, Combinations.last(match).at());
  }

  @Override
  public String drl() {
    String condition = events.drl() + "  not " + absent.drl("") + "\n";
    return Drl.rule(name, condition, "alerts.raise($k, " + events.arguments() + ");");
  }
}
