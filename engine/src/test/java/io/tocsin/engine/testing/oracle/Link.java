package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern that is tied to the patterns before it.
 *
 * @param pattern its own tests
 * @param sameKey whether its key equals that of the rule's first event; null equals null
 * @param bounds where it lies in time; all of them must hold
 */
public record Link(EventPattern pattern, boolean sameKey, List<TimeBound> bounds) {

  public boolean accepts(OracleEvent candidate, List<OracleEvent> match) {
    return pattern.accepts(candidate)
        && (!sameKey || Values.same(candidate.key(), match.get(0).key()))
        && bounds.stream().allMatch(bound -> bound.holds(candidate, match));
  }

  String drl(String binding) {
    List<String> constraints = new ArrayList<>();
    if (!binding.isEmpty()) {
      constraints.add(binding);
    }
    if (sameKey) {
      constraints.add("id == $k");
    }
    bounds.forEach(bound -> constraints.add(bound.drl()));
    return pattern.drl(constraints);
  }
}
