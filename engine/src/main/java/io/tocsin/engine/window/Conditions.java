package io.tocsin.engine.window;

import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import java.util.List;

/** The written conditions of a rule over values that it computed, for explanations. */
final class Conditions {
  private Conditions() {}

  static List<String> texts(RulePlan rule) {
    return rule.alternatives().stream()
        .flatMap(List::stream)
        .filter(Step.Filter.class::isInstance)
        .flatMap(step -> ((Step.Filter) step).conditions().stream())
        .map(Condition::text)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }
}
