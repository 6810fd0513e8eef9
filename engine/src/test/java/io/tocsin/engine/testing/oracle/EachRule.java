package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A combination with which each of some events passes some tests: decided as an absence is, of
 * events that do not.
 *
 * @param each the events
 * @param all what each of them must pass beside
 */
public record EachRule(String name, Combinations events, Link each, EventPattern all)
    implements OracleRule {

  @Override
  public List<OracleAlert> alerts(Story story) {
    return events.in(story.events()).stream()
        .filter(
            match ->
                story.events().stream()
                    .filter(event -> each.accepts(event, match))
                    .allMatch(all::accepts))
        .map(
            match ->
                new OracleAlert(
                    AbsenceRule.decidedAt(match, List.of(each)),
                    name,
                    match.get(0).key(),
                    "raised",
                    Combinations.fields(match),
                    AbsenceRule.place(match, List.of(each))))
        .toList();
  }

  @Override
  public Set<String> features() {
    return Features.of("forall", events.features(), each.features());
  }

  @Override
  public String drl() {
    List<String> same = new ArrayList<>(List.of("this == $f"));
    String condition =
        events.drl() + "  forall( $f : " + each.drl("") + "\n          " + all.drl(same) + " )\n";
    return Drl.rule(name, condition, "alerts.raise($k, " + events.arguments() + ");");
  }
}
