package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
    Story story = story();
    return rules.stream()
        .flatMap(rule -> rule.alerts(story).stream())
        .sorted(java.util.Comparator.comparingLong(OracleAlert::at))
        .toList();
  }

  /** What rules can see: what arrived in time, and what rules derived from it. */
  public Story story() {
    Story arrived = Arrivals.of(schema, stream).story();
    List<OracleEvent> events = new ArrayList<>(arrived.events());
    events.addAll(derived());
    Collections.sort(events);
    return new Story(events, arrived.rows(), arrived.watermarks());
  }

  /** The events that rules derive. */
  public List<OracleEvent> derived() {
    Story arrived = Arrivals.of(schema, stream).story();
    return rules.stream()
        .filter(EmittingRule.class::isInstance)
        .flatMap(rule -> ((EmittingRule) rule).derived(arrived).stream())
        .toList();
  }

  /** The same with another stream. */
  public OracleCase withStream(List<Entry> other) {
    return new OracleCase(seed, unit, schema, rules, other);
  }

  /** The same with one of its rules, and what it may need. */
  public OracleCase withRule(OracleRule rule) {
    List<OracleRule> kept =
        rules.stream().filter(one -> one == rule || one instanceof EmittingRule).toList();
    return new OracleCase(seed, unit, schema, kept, stream);
  }

  /** The features of a rule and of the stream that it is run on. */
  public Set<String> features(OracleRule rule) {
    Set<String> features = new TreeSet<>(rule.features());
    features.addAll(Features.of(schema, stream));
    if (rules.stream().anyMatch(EmittingRule.class::isInstance)) {
      features.add("derived");
    }
    return features;
  }

  public String drl() {
    return schema.drl(rules);
  }
}
