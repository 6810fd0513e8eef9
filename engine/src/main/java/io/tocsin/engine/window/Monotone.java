package io.tocsin.engine.window;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Step;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises conditions that an event that leaves can never make true, so that leaving need not be
 * judged: lower bounds on counts.
 */
final class Monotone {
  private static final Pattern LOWER_BOUND =
      Pattern.compile("\\s*(\\$\\w+)\\s*>=?\\s*\\d+(?:\\.\\d+)?[lLdDfF]?\\s*");

  private Monotone() {}

  static boolean isFalseByLeaving(Step.Accumulate window, List<Step> tail) {
    boolean bounded = false;
    for (Step step : tail) {
      if (!(step instanceof Step.Filter filter)) {
        return false;
      }
      for (Condition condition : filter.conditions()) {
        if (!isCountBound(window, condition)) {
          return false;
        }
        bounded = true;
      }
    }
    return bounded;
  }

  private static boolean isCountBound(Step.Accumulate window, Condition condition) {
    Matcher bound = LOWER_BOUND.matcher(condition.text());
    return bound.matches()
        && window.aggregates().stream()
            .anyMatch(
                aggregate ->
                    aggregate.function() == Aggregate.Function.COUNT
                        && aggregate.name().equals(bound.group(1))
                        && condition.readsOnly(aggregate.slot()));
  }
}
