package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Set;

/** Plain patterns: one alert for each combination, when its last event arrives. */
public record SequenceRule(String name, Combinations events) implements OracleRule {

  @Override
  public List<OracleAlert> alerts(Story story) {
    List<OracleEvent> history = story.events();
    return events.in(history).stream()
        .map(
            match ->
                new OracleAlert(
                    Combinations.last(match).at(),
                    name,
                    match.get(0).key(),
                    "raised",
                    Combinations.fields(match),
                    OracleAlert.Place.arrival(Combinations.last(match))))
        .toList();
  }

  @Override
  public Set<String> features() {
    return Features.of("sequence", events.features());
  }

  @Override
  public String drl() {
    return Drl.rule(name, events.drl(), "alerts.raise($k, " + events.arguments() + ");");
  }
}
