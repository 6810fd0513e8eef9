package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One of several combinations; a combination that is found in two ways still raises once. */
public record OrRule(String name, List<Combinations> alternatives) implements OracleRule {

  @Override
  public List<OracleAlert> alerts(Story story) {
    return alternatives.stream()
        .flatMap(alternative -> alternative.in(story.events()).stream())
        .distinct()
        .map(
            match ->
                new OracleAlert(
                    Combinations.last(match).at(),
                    name,
                    match.get(0).key(),
                    "raised",
                    Combinations.fields(match.subList(0, 1)),
                    OracleAlert.Place.arrival(Combinations.last(match))))
        .toList();
  }

  @Override
  public Set<String> features() {
    Set<String> features = Features.of("or");
    alternatives.forEach(alternative -> features.addAll(alternative.features()));
    return features;
  }

  /** Because a variable has one type, each alternative names its events in its own way. */
  @Override
  public String drl() {
    String condition =
        IntStream.range(0, alternatives.size())
            .mapToObj(
                i ->
                    alternatives
                        .get(i)
                        .drl()
                        .strip()
                        .replace("$e", "$e" + "abc".charAt(i))
                        .replace("\n", " and\n"))
            .collect(Collectors.joining(" ) or\n    ( ", "  ( ( ", " ) )\n"));
    return Drl.rule(name, condition, "alerts.raise($k, \"s0\", $s0);");
  }
}
