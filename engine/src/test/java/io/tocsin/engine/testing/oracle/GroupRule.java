package io.tocsin.engine.testing.oracle;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A combination with or without a group of further events: {@code exists( ... and ... )} raises
 * once, as soon as the first group is complete; {@code not( ... and ... )} when none can be
 * completed any more.
 *
 * @param present which of the two
 */
public record GroupRule(String name, Combinations events, MemberGroup group, boolean present)
    implements OracleRule {

  @Override
  public Set<String> features() {
    return Features.of("group", Set.of(present ? "exists" : "absence"));
  }

  @Override
  public List<OracleAlert> alerts(Story story) {
    return events.in(story.events()).stream()
        .flatMap(match -> (present ? existing(match, story) : missing(match, story)).stream())
        .toList();
  }

  private Optional<OracleAlert> existing(List<OracleEvent> match, Story story) {
    OracleEvent last = Combinations.last(match);
    return group.in(match, story.events()).stream()
        .map(Collections::max)
        .min(OracleEvent::compareTo)
        .map(first -> first.compareTo(last) > 0 ? first : last)
        .map(event -> alert(match, event.at(), OracleAlert.Place.arrival(event)));
  }

  private Optional<OracleAlert> missing(List<OracleEvent> match, Story story) {
    if (!group.in(match, story.events()).isEmpty()) {
      return Optional.empty();
    }
    OracleEvent last = Combinations.last(match);
    long latest = group.isPossible(events) ? group.latest(match) : Long.MIN_VALUE;
    return Optional.of(
        latest < last.at()
            ? alert(match, last.at(), OracleAlert.Place.arrival(last))
            : alert(match, latest, OracleAlert.Place.deadline(match)));
  }

  private OracleAlert alert(List<OracleEvent> match, long at, OracleAlert.Place place) {
    return new OracleAlert(
        at, name, match.get(0).key(), "raised", Combinations.fields(match), place);
  }

  @Override
  public String drl() {
    return Drl.rule(
        name,
        "%s  %s( %s )\n"
            .formatted(
                events.drl(), present ? "exists" : "not", group.drl(1 + events.then().size(), "")),
        "alerts.raise($k, " + events.arguments() + ");");
  }
}
