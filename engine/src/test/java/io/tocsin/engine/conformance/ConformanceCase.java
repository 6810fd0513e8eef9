package io.tocsin.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.PackPlan;
import java.util.List;
import java.util.Set;

/**
 * One case: events in, alerts out.
 *
 * @param name what it shows
 * @param drl the rules that it is about
 * @param rules their names
 * @param events the story
 * @param alerts what it must yield, in this order
 */
record ConformanceCase(
    String name, String drl, Set<String> rules, List<EventLine> events, List<String> alerts) {

  void check(PackPlan plan) {
    assertThat(StoryRun.of(plan, rules, events))
        .as(
            "%s%n%s%n%s%nalerts",
            name, drl, String.join("\n", events.stream().map(EventLine::text).toList()))
        .containsExactlyElementsOf(alerts);
  }

  @Override
  public String toString() {
    return name;
  }
}
