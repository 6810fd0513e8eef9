package io.tocsin.engine.drools;

import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Ahead;
import io.tocsin.engine.plan.PatternGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Retention;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.Timing;
import io.tocsin.engine.plan.WindowSpec;
import java.util.List;

/** Checks that the steps of one alternative of a rule can be run, and keep nothing for ever. */
final class StepChecks {
  private final List<Step> steps;
  private final Retention retention;

  StepChecks(List<Step> steps) {
    this.steps = steps;
    this.retention = new Retention(steps);
  }

  /**
   * @param opens whether the rule opens episodes
   * @param timing what its metadata says about time
   * @throws Unplannable where they cannot be run
   */
  void check(boolean opens, Timing timing) {
    boolean triggered = steps.stream().anyMatch(StepChecks::isTrigger);
    boolean window =
        !steps.isEmpty() && isWindow(steps.get(0)) && !triggered && !isOverRows(steps.get(0));
    if (!triggered && !window) {
      throw new Unplannable(
          DiagnosticCode.NO_TRIGGER,
          "Nothing can trigger the rule: it has neither a positive event pattern nor a window.",
          "Add the event that the absence or the table row is about.");
    }
    for (Step step : steps) {
      boolean session = timing.session() > 0 && step == steps.get(0);
      for (PatternPlan pattern : step.patterns()) {
        if (pattern.type().isEvent() && !hasLength(pattern) && !session) {
          bounded(pattern);
        }
      }
    }
    if (opens && !window && timing.keepFiringFor() == 0) {
      throw new Unplannable(
          DiagnosticCode.EPISODE_WITHOUT_WINDOW,
          "What single events match is a moment, so an episode (alerts.open) would end at once.",
          "Say how long after the last match it ends: [@keepFiringFor(5m)]. Or use alerts.raise.");
    }
    if (triggered) {
      steps.forEach(this::inChain);
    } else {
      steps.subList(1, steps.size()).forEach(StepChecks::besideWindow);
    }
  }

  /** Because rows trigger nothing, their function is never judged. */
  private static boolean isOverRows(Step step) {
    return step.patterns().stream().allMatch(pattern -> !pattern.type().isEvent());
  }

  private static boolean isWindow(Step step) {
    if (step instanceof Step.AccumulateGroup) {
      throw new Unplannable(
          DiagnosticCode.ACCUMULATE_SOURCE,
          "An accumulate over several patterns cannot be a window: it does not say when a combination of events leaves it.",
          "Write the event first with which it is computed; or emit a derived event for each combination, and put these into a window.");
    }
    return step instanceof Step.Accumulate;
  }

  /** Because a window is judged by its own events and by time, nothing would wait for others. */
  private static void besideWindow(Step step) {
    if (step.patterns().stream().anyMatch(pattern -> !pattern.table())) {
      throw new Unplannable(
          DiagnosticCode.NO_TRIGGER,
          "Beside a window alone the rule has a [not], [exists] or [accumulate] over events, which nothing triggers.",
          "Put an event before it, or emit a derived event from the window.");
    }
  }

  private void inChain(Step step) {
    if (step.patterns().stream().anyMatch(StepChecks::hasLength)) {
      throw new Unplannable(
          DiagnosticCode.LENGTH_IN_CHAIN,
          "A [window:length] beside other event patterns is not supported: it would count over all keys.",
          "Use a groupby over window:length, or window:time.");
    }
    if (step instanceof Step.AbsentGroup absent) {
      noWindow(absent.group());
      decidable(absent.group());
    } else if (step instanceof Step.ExistsGroup exists) {
      noWindow(exists.group());
    } else if (waits() && collectsEvents(step)) {
      throw new Unplannable(
          DiagnosticCode.COLLECTED_BEFORE_ABSENCE,
          "Collecting whole events in a rule with an absence is not supported in this version.",
          "Collect a field of the events instead.");
    }
  }

  private boolean waits() {
    return steps.stream()
        .anyMatch(
            s ->
                (s instanceof Step.Absent absent && !absent.pattern().table())
                    || (s instanceof Step.AbsentGroup group && !group.group().needsNoEvents()));
  }

  private static boolean collectsEvents(Step step) {
    List<Aggregate> aggregates =
        step instanceof Step.Accumulate accumulate
            ? accumulate.aggregates()
            : step instanceof Step.AccumulateGroup group ? group.aggregates() : List.of();
    return aggregates.stream().anyMatch(Aggregate::takesFact);
  }

  /** Because a combination may be looked at long after its events came. */
  private static void noWindow(PatternGroup group) {
    if (group.patterns().stream().anyMatch(pattern -> pattern.window() != null)) {
      throw new Unplannable(
          DiagnosticCode.NESTED_PATTERNS,
          "A window within a [not] or [exists] over several patterns is not supported.",
          "Say with temporal operators when its events happen, such as this before[0s,5m] $x.");
    }
  }

  /** Either all of its events are bounded ahead, or none: then it is decided at once. */
  private void decidable(PatternGroup group) {
    List<Ahead> ahead = retention.ahead(group);
    boolean some = ahead.stream().anyMatch(one -> !one.bounds().isEmpty());
    boolean all = ahead.stream().noneMatch(one -> one.bounds().isEmpty());
    if (some && !all) {
      throw new Unplannable(
          DiagnosticCode.NESTED_PATTERNS,
          "A [not] over several patterns can never be decided: one of its events may come at any time.",
          "Bound each of them in time, such as this after[0s,5m] $x.");
    }
  }

  private static boolean isTrigger(Step step) {
    return step instanceof Step.Match match && !match.pattern().table();
  }

  private static boolean hasLength(PatternPlan pattern) {
    return pattern.window() instanceof WindowSpec.Length;
  }

  private boolean triggersByFacts() {
    return steps.stream()
        .anyMatch(step -> step instanceof Step.Match match && isOwn(match.pattern()));
  }

  private static boolean isOwn(PatternPlan pattern) {
    return !pattern.type().isEvent() && !pattern.table();
  }

  private void bounded(PatternPlan pattern) {
    if (retention.horizon(pattern.slot()) == Retention.UNBOUNDED) {
      throw new Unplannable(
          DiagnosticCode.KEPT_FOR_EVER,
          "Events of type [" + pattern.type().name() + "] would be kept for ever.",
          wayOut());
    }
  }

  private String wayOut() {
    if (triggersByFacts()) {
      return "A fact may come at any later time: write what the rule needs of it as exists or not, or bound the event with over window:time(...) or @expires(1h).";
    }
    boolean lasts =
        steps.stream()
            .flatMap(step -> step.patterns().stream())
            .anyMatch(pattern -> pattern.type().durationField() != null);
    return lasts
        ? "Give its type @expires(1h), longer than any event lasts: how long events last is not known, so bounds between such events do not limit how long they are kept."
        : "Give the pattern a temporal bound or a window, or its type @expires(1h).";
  }
}
