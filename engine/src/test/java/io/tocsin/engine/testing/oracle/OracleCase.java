package io.tocsin.engine.testing.oracle;

import java.util.List;

/**
 * A pack with a stream.
 *
 * @param seed what makes it again
 * @param unit the step of its times, milliseconds
 */
public record OracleCase(
    long seed, long unit, Schema schema, List<OracleRule> rules, List<Entry> stream) {

  /** The alerts that all rules demand, in the order of their times. */
  public List<OracleAlert> demanded() {
    Story story = Arrivals.of(schema, stream).story();
    return rules.stream()
        .flatMap(rule -> rule.alerts(story).stream())
        .sorted(java.util.Comparator.comparingLong(OracleAlert::at))
        .toList();
  }

  /** The same with another stream. */
  public OracleCase withStream(List<Entry> other) {
    return new OracleCase(seed, unit, schema, rules, other);
  }

  /** The same with one of its rules. */
  public OracleCase withRule(OracleRule rule) {
    return new OracleCase(seed, unit, schema, List.of(rule), stream);
  }

  public String drl() {
    return schema.drl(rules);
  }
}
