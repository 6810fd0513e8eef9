package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Set;

/**
 * An event at whose arrival all events of a type pass some tests, as far as they are kept.
 *
 * @param all what all events of its type must pass
 * @param kept how long events of that type are kept, milliseconds
 */
public record ForallRule(String name, EventPattern trigger, EventPattern all, long kept)
    implements OracleRule {

  @Override
  public List<OracleAlert> alerts(Story story) {
    return story.events().stream()
        .filter(trigger::accepts)
        .filter(event -> story.events().stream().noneMatch(other -> violates(other, event)))
        .map(
            event ->
                new OracleAlert(
                    event.at(),
                    name,
                    event.key(),
                    "raised",
                    Combinations.fields(List.of(event)),
                    OracleAlert.Place.arrival(event)))
        .toList();
  }

  private boolean violates(OracleEvent other, OracleEvent event) {
    return other.type().equals(all.type())
        && !all.accepts(other)
        && other.compareTo(event) <= 0
        && event.at() - other.at() <= kept;
  }

  @Override
  public Set<String> features() {
    return Features.of("forall");
  }

  @Override
  public String drl() {
    String condition =
        new Combinations(trigger, List.of()).drl() + "  forall( " + all.drl(List.of()) + " )\n";
    return Drl.rule(name, condition, "alerts.raise($k, \"s0\", $s0);");
  }
}
