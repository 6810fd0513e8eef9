package io.tocsin.engine.conformance;

import io.tocsin.engine.Engine;
import io.tocsin.engine.EngineBuilder;
import io.tocsin.engine.Published;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs a pack over a story to the end of time and writes down what comes out: a line for each
 * alert, {@code fault} for each time that a rule failed, {@code late} and the line of an event that
 * came too late.
 *
 * <p>A row is published once everything before its time has happened, and is there from its time
 * on: events of that very time, wherever they stand, see it.
 */
final class StoryRun {
  private final PackPlan plan;
  private final Set<String> rules;
  private final boolean restarts;
  private final List<String> outcome = new ArrayList<>();
  private Engine engine;

  private StoryRun(PackPlan plan, Set<String> rules, boolean restarts) {
    this.plan = plan;
    this.rules = rules;
    this.restarts = restarts;
    this.engine = configured().build();
  }

  /**
   * What the story yields.
   *
   * @param rules the rules whose alerts and faults are written down; a line names its rule where
   *     there are several
   * @throws AssertionError where a record is rejected, or restarts after each entry change anything
   */
  static List<String> of(PackPlan plan, Set<String> rules, List<EventLine> story) {
    List<String> straight = new StoryRun(plan, rules, false).run(story);
    List<String> restarted = new StoryRun(plan, rules, true).run(story);
    if (!straight.equals(restarted)) {
      throw new AssertionError("Restarts change [" + straight + "] to [" + restarted + "].");
    }
    return straight;
  }

  private EngineBuilder configured() {
    return Engine.builder()
        .plan(plan)
        .onAlert(
            alert -> {
              if (rules.contains(alert.rule())) {
                outcome.add(AlertLine.of(alert, rules.size() > 1));
              }
            })
        .onFault(
            fault -> {
              if (rules.contains(fault.rule())) {
                outcome.add(rules.size() > 1 ? "fault \"" + fault.rule() + "\"" : "fault");
              }
            });
  }

  private List<String> run(List<EventLine> story) {
    for (EventLine line : story) {
      take(line);
      if (restarts) {
        byte[] state = engine.save();
        engine = configured().restore(state).build();
      }
    }
    engine.finish();
    return outcome;
  }

  private void take(EventLine line) {
    String table =
        plan.pack().tables().stream()
            .filter(t -> t.type().equals(line.type()))
            .map(Table::topic)
            .findFirst()
            .orElse(null);
    if (table != null) {
      engine.advanceTo(StoryTime.BEGIN + line.at());
      if (line.deletion()) {
        engine.delete(table, line.deletedKey());
        return;
      }
    }
    Published published = engine.publish(table == null ? source(line) : table, line.json(plan));
    if (published instanceof Published.Late) {
      outcome.add("late " + line.text());
    } else if (published instanceof Published.Rejected rejected) {
      throw new AssertionError("[" + line.text() + "] is rejected: " + rejected.detail());
    }
  }

  private String source(EventLine line) {
    return plan.pack().sources().stream()
        .filter(s -> s.type() != null && s.type().equals(line.type()))
        .map(Source::topic)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No source has events of the type of [" + line.text() + "]."));
  }
}
