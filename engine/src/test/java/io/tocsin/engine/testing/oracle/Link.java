package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pattern that is tied to the patterns before it.
 *
 * @param pattern its own tests
 * @param join whether its key equals that of the rule's first event; null equals null
 * @param bounds where it lies in time; all of them must hold
 */
public record Link(EventPattern pattern, Join join, List<TimeBound> bounds) {

  /** Whether the keys must be equal, and how the rule says so. */
  public enum Join {
    NONE(""),
    BY_VARIABLE("id == $k"),
    BY_FIELD("id == $e0.id");

    private final String constraint;

    Join(String constraint) {
      this.constraint = constraint;
    }
  }

  public boolean accepts(OracleEvent candidate, List<OracleEvent> match) {
    return pattern.accepts(candidate)
        && (join == Join.NONE || Values.same(candidate.key(), match.get(0).key()))
        && bounds.stream().allMatch(bound -> bound.holds(candidate, match));
  }

  Set<String> features() {
    return bounds.stream().map(bound -> bound.relation().word()).collect(Collectors.toSet());
  }

  static Set<String> features(List<Link> links) {
    return links.stream().flatMap(link -> link.features().stream()).collect(Collectors.toSet());
  }

  String drl(String binding) {
    List<String> constraints = new ArrayList<>();
    if (!binding.isEmpty()) {
      constraints.add(binding);
    }
    if (join != Join.NONE) {
      constraints.add(join.constraint);
    }
    bounds.forEach(bound -> constraints.add(bound.drl()));
    return pattern.drl(constraints);
  }
}
