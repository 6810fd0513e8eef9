package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Set;

/**
 * A combination that is accompanied by some event: one alert, as soon as it and the first such
 * event are there.
 */
public record ExistsRule(String name, Combinations events, Link existing) implements OracleRule {

  @Override
  public List<OracleAlert> alerts(Story story) {
    return events.in(story.events()).stream()
        .flatMap(
            match ->
                story.events().stream()
                    .filter(event -> existing.accepts(event, match))
                    .min(OracleEvent::compareTo)
                    .map(first -> alert(match, first))
                    .stream())
        .toList();
  }

  private OracleAlert alert(List<OracleEvent> match, OracleEvent first) {
    OracleEvent last = Combinations.last(match);
    OracleEvent deciding = first.compareTo(last) > 0 ? first : last;
    return new OracleAlert(
        deciding.at(),
        name,
        match.get(0).key(),
        "raised",
        Combinations.fields(match),
        OracleAlert.Place.arrival(deciding));
  }

  @Override
  public Set<String> features() {
    return Features.of("exists", events.features(), existing.features());
  }

  @Override
  public String drl() {
    return Drl.rule(
        name,
        events.drl() + "  exists " + existing.drl("") + "\n",
        "alerts.raise($k, " + events.arguments() + ");");
  }
}
