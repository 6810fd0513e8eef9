package io.tocsin.engine.testing.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule computes over a set of events and demands of it.
 *
 * @param aggregates the functions, each at most once
 * @param thresholds all of them must hold
 */
public record Aggregation(List<Aggregate> aggregates, List<Threshold> thresholds) {

  /** A function's result compared with a number. */
  public record Threshold(Aggregate.Function function, Comparison comparison, Number literal) {}

  /** Results by name, in the order of the rule. */
  Map<String, @Nullable Object> values(List<OracleEvent> events) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    aggregates.forEach(aggregate -> values.put(aggregate.name(), aggregate.of(events)));
    return values;
  }

  boolean holds(List<OracleEvent> events) {
    return thresholds.stream().allMatch(threshold -> holds(threshold, events));
  }

  boolean holds(Threshold threshold, List<OracleEvent> events) {
    return threshold.comparison().holds(valueOf(threshold, events), threshold.literal());
  }

  private @Nullable Object valueOf(Threshold threshold, List<OracleEvent> events) {
    return aggregates.stream()
        .filter(aggregate -> aggregate.function() == threshold.function())
        .findFirst()
        .orElseThrow()
        .of(events);
  }

  /** {@code $count : count(1), $sum : sum($v) ; $count >= 3}. */
  String drl() {
    return aggregates.stream().map(Aggregate::drl).collect(Collectors.joining(", "))
        + " ;\n           "
        + thresholds.stream().map(Aggregation::drl).collect(Collectors.joining(", "));
  }

  static String drl(Threshold threshold) {
    return nameOf(threshold)
        + " "
        + threshold.comparison().symbol()
        + " "
        + Drl.literal(threshold.literal());
  }

  /** {@code "count", $count, "sum", $sum}. */
  String arguments() {
    return aggregates.stream()
        .map(aggregate -> "\"" + aggregate.name() + "\", $" + aggregate.name())
        .collect(Collectors.joining(", "));
  }

  Set<String> features() {
    return aggregates.stream().map(Aggregate::name).collect(Collectors.toSet());
  }

  boolean needsValue() {
    return aggregates.stream()
        .anyMatch(aggregate -> aggregate.function() != Aggregate.Function.COUNT);
  }

  private static String nameOf(Threshold threshold) {
    return "$" + new Aggregate(threshold.function(), false).name();
  }
}
