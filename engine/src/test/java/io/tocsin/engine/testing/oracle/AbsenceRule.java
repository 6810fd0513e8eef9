package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A combination that is not accompanied by some events.
 *
 * @param absent each of them must be missing
 */
public record AbsenceRule(String name, Combinations events, List<Link> absent)
    implements OracleRule {

  @Override
  public List<OracleAlert> alerts(Story story) {
    return events.in(story.events()).stream()
        .filter(match -> isAlone(match, absent, story))
        .map(
            match ->
                new OracleAlert(
                    decidedAt(match, absent),
                    name,
                    match.get(0).key(),
                    "raised",
                    Combinations.fields(match),
                    place(match, absent)))
        .toList();
  }

  static boolean isAlone(List<OracleEvent> match, List<Link> absent, Story story) {
    return absent.stream()
        .allMatch(link -> story.events().stream().noneMatch(event -> link.accepts(event, match)));
  }

  /**
   * When no event can come any more that would break it: for each the latest time that all its
   * bounds allow, or the arrival of the combination's last event where this is later.
   */
  static long decidedAt(List<OracleEvent> match, List<Link> absent) {
    return Math.max(latest(match, absent), Combinations.last(match).at());
  }

  private static long latest(List<OracleEvent> match, List<Link> absent) {
    return absent.stream()
        .mapToLong(
            link ->
                link.bounds().stream().mapToLong(bound -> bound.latest(match)).min().orElseThrow())
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** At its deadline, or where that lies before the last event already, when this arrives. */
  static OracleAlert.Place place(List<OracleEvent> match, List<Link> absent) {
    OracleEvent last = Combinations.last(match);
    return latest(match, absent) < last.at()
        ? OracleAlert.Place.arrival(last)
        : OracleAlert.Place.deadline(match);
  }

  static String drl(List<Link> absent) {
    return absent.stream()
        .map(link -> "  not " + link.drl("") + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public Set<String> features() {
    return Features.of("absence", events.features(), Link.features(absent));
  }

  @Override
  public String drl() {
    return Drl.rule(
        name, events.drl() + drl(absent), "alerts.raise($k, " + events.arguments() + ");");
  }
}
