package io.tocsin.engine.window;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.session.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges a group of a window: whether the condition holds, and what the rule does then. This one
 * alerts at once; {@link LastingJudge} looks at how long the condition holds.
 */
class WindowJudge {
  /** Why a group is judged. */
  enum Occasion {
    ARRIVAL,
    LEAVING,
    PERIOD_END,
    HELD,
    UPDATE,
    COOLED;

    /** Whether something happened to the group; else it is as it was. */
    boolean isJudgement() {
      return this == ARRIVAL || this == LEAVING || this == PERIOD_END;
    }
  }

  private final RuleRunner runner;
  private final Step.Accumulate window;
  private final WindowExtent extent;
  private final Tail tail;
  private final Row row;
  private final WindowMatch match;
  private final Firing firing;
  private final WindowGaps gaps;

  WindowJudge(
      RuleRunner runner,
      List<Step> steps,
      WindowExtent extent,
      Lookup tables,
      Row row,
      Firing firing,
      WindowGaps gaps) {
    this.runner = runner;
    this.window = (Step.Accumulate) steps.get(0);
    this.extent = extent;
    this.tail = new Tail(steps.subList(1, steps.size()), tables, firing.budget(), this::withhold);
    this.row = row;
    this.match = new WindowMatch(runner.repeats() ? runner : null);
    this.firing = firing;
    this.gaps = gaps;
  }

  /**
   * Judges a group.
   *
   * @param deciding the event that entered, null where none did
   */
  void judge(JudgedGroup group, Occasion occasion, @Nullable Fact deciding, long now) {
    if (isUnknown(group, occasion, now)) {
      return;
    }
    prepare(group, occasion, deciding, now);
    boolean fires = occasion != Occasion.LEAVING || !group.holds();
    boolean holds = evaluate(group, now, fires ? this::fire : () -> {});
    if (!holds && (group.hasEpisodes() || group.hasUnknownEpisodes())) {
      firing.resolve(group.episodes(), now);
    }
  }

  /** Whether a group lacks something, so that nothing can be said; it is withheld then. */
  final boolean isUnknown(JudgedGroup group, Occasion occasion, long now) {
    // Whether it held before is not known where rows lack, nor whether an episode ends.
    boolean rowsDecide =
        occasion == Occasion.LEAVING || rule().opensEpisode() || rule().timing().holdFor() > 0;
    if (!gaps.isIncomplete(group, now) && !(rowsDecide && tail.lacksRows())) {
      return false;
    }
    withhold(now);
    gaps.doubt(group);
    return true;
  }

  /** Gives the results of a group's functions their slots. */
  final void prepare(JudgedGroup group, Occasion occasion, @Nullable Fact deciding, long now) {
    if (deciding == null) {
      Patterns.forget(window.source(), row);
    }
    List<Aggregate> aggregates = window.aggregates();
    for (int i = 0; i < aggregates.size(); i++) {
      row.set(aggregates.get(i).slot(), group.result(i));
    }
    Step.GroupKey key = window.key();
    if (key != null) {
      row.set(key.slot(), group.key());
    }
    boolean waited = !occasion.isJudgement();
    match.set(group, deciding, waited, extent.from(group, now), now);
    if (waited) {
      firing.again(rule(), match);
    }
  }

  /** Whether the condition holds; runs {@code onMatch} for each way in which it does. */
  final boolean evaluate(JudgedGroup group, long now, Runnable onMatch) {
    group.holds(false);
    if (group.size() == 0 && !isComputable(now)) {
      return false;
    }
    tail.each(
        row,
        now,
        () -> {
          group.holds(true);
          onMatch.run();
        });
    return group.holds();
  }

  /**
   * Whether the conditions can be computed at all. A quotient by the count or the sum of nothing
   * cannot: that is no fault of a rule which has it right for every event.
   */
  private boolean isComputable(long now) {
    try {
      tail.each(row, now, () -> {});
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  final void fire() {
    firing.fire(rule(), row, match);
  }

  /** Runs the consequence for what it opens, and for nothing else. */
  final void fireForEpisodes() {
    firing.fireForEpisodes(rule(), row, match);
  }

  final RulePlan rule() {
    return runner.rule();
  }

  final RuleRunner runner() {
    return runner;
  }

  final Firing firing() {
    return firing;
  }

  final Row row() {
    return row;
  }

  private void withhold(long now) {
    runner.quota().shed(Limit.INCOMPLETE, rule().name(), now);
  }

  /** A group is not kept any more. */
  void forget(JudgedGroup group) {}

  /** What a group waits for, made again from what was saved. */
  Wait wait(JudgedGroup group, Standing.Kind kind, long deadline) {
    throw new IllegalStateException("The rule [" + rule().name() + "] waits for nothing.");
  }

  /** A group was restored. */
  void restored(JudgedGroup group) {}
}
