package io.tocsin.engine.window;

import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.EventFilter;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Reach;
import io.tocsin.engine.plan.Retention;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * How one alternative of a rule is run, for people who want to know what it costs.
 *
 * @param rule the rule's name
 * @param alternative its place among those of an {@code or}, from 1
 * @param key the fields of the key, {@code (none)} for a rule without one
 * @param oneShard whether all of it runs on one shard, because it has no key
 * @param operator which operator finds its matches
 * @param reachMillis how long after an event the rule may say something because of it,
 *     milliseconds; {@link Long#MAX_VALUE} without bound
 * @param patterns its patterns, in the order of the rule
 * @param compared conditions over results that are tried without the rule's code
 * @param called the others
 */
public record OperatorOutline(
    String rule,
    int alternative,
    String key,
    boolean oneShard,
    Operator operator,
    long reachMillis,
    List<PatternOutline> patterns,
    List<String> compared,
    List<String> called) {

  /** What finds matches. */
  public enum Operator {
    /** A window of time, in columns. */
    COLUMN_WINDOW("window of time, in columns"),
    /** Any other window. */
    WINDOW("window, an object for each group"),
    /** A rule about single events. */
    CHAIN("single events, in columns");

    private final String words;

    Operator(String words) {
      this.words = words;
    }

    /** The operator in words. */
    public String words() {
      return words;
    }
  }

  /**
   * One pattern.
   *
   * @param type the event's or row's type
   * @param step what it stands in
   * @param keptMillis how long after its time an event is kept, milliseconds; {@link
   *     Long#MAX_VALUE} where only a number bounds them; 0 for rows
   * @param bytes what an event takes while it is kept, without its key and without texts and other
   *     objects that it refers to; 0 for rows
   * @param compared its conditions that are tried without the rule's code
   * @param called the others
   */
  public record PatternOutline(
      String type,
      String step,
      long keptMillis,
      long bytes,
      List<String> compared,
      List<String> called) {}

  /** The outlines of a pack's rules, in the order in which they are evaluated. */
  public static List<OperatorOutline> of(PackPlan plan) {
    List<OperatorOutline> outlines = new ArrayList<>();
    for (RulePlan rule : plan.rules()) {
      for (int i = 0; i < rule.alternatives().size(); i++) {
        outlines.add(of(plan, rule, i));
      }
    }
    return outlines;
  }

  private static OperatorOutline of(PackPlan plan, RulePlan rule, int alternative) {
    List<Step> steps = rule.alternatives().get(alternative);
    KeyGroup group = plan.keyGroups().get(rule.keyGroup());
    Operator operator = RuleRunners.operatorOf(plan, rule, steps);
    List<PatternOutline> patterns = new ArrayList<>();
    List<String> compared = new ArrayList<>();
    List<String> called = new ArrayList<>();
    for (Step step : steps) {
      for (PatternPlan pattern : step.patterns()) {
        patterns.add(pattern(group, operator, rule, steps, step, pattern));
      }
      if (step instanceof Step.Filter filter) {
        filter
            .conditions()
            .forEach(one -> (one.comparison() != null ? compared : called).add(one.text()));
      }
    }
    return new OperatorOutline(
        rule.name(),
        alternative + 1,
        group.name(),
        group.isKeyless(),
        operator,
        Reach.of(plan, rule),
        patterns,
        compared,
        called);
  }

  private static PatternOutline pattern(
      KeyGroup group,
      Operator operator,
      RulePlan rule,
      List<Step> steps,
      Step step,
      PatternPlan pattern) {
    List<String> compared = new ArrayList<>();
    List<String> called = new ArrayList<>();
    boolean complete = EventFilter.of(pattern).isComplete();
    boolean prefix = true;
    for (Condition one : pattern.filters()) {
      // Those behind the first that is called are called, too: see EventFilter.
      prefix &= complete || one.comparison() != null;
      (prefix ? compared : called).add(one.text());
    }
    for (Condition one : pattern.joins()) {
      (one.comparison() != null ? compared : called).add(one.text());
    }
    boolean rows = pattern.table();
    return new PatternOutline(
        pattern.type().name(),
        nameOf(step, rows),
        rows ? 0 : kept(operator, rule, steps, pattern),
        rows ? 0 : bytes(group, operator, rule, steps, step, pattern),
        compared,
        called);
  }

  private static String nameOf(Step step, boolean rows) {
    if (step instanceof Step.Accumulate one) {
      return one.key() == null ? "accumulate" : "groupby";
    }
    if (step instanceof Step.AccumulateGroup several) {
      return several.key() == null ? "accumulate" : "groupby";
    }
    if (step instanceof Step.Absent || step instanceof Step.AbsentGroup) {
      return "not";
    }
    if (step instanceof Step.Exists || step instanceof Step.ExistsGroup) {
      return "exists";
    }
    return rows ? "table" : "pattern";
  }

  private static long kept(
      Operator operator, RulePlan rule, List<Step> steps, PatternPlan pattern) {
    return operator == Operator.CHAIN
        ? new Retention(steps).horizon(pattern.slot())
        : WindowExtent.of(rule, steps).reach();
  }

  private static long bytes(
      KeyGroup group,
      Operator operator,
      RulePlan rule,
      List<Step> steps,
      Step step,
      PatternPlan pattern) {
    if (operator == Operator.CHAIN) {
      Chain.Keeper alone = new Chain(steps).alone();
      boolean waits = alone != null && alone.plan().slot() == pattern.slot();
      return new EventColumns.Layout(pattern.type(), group).bytes()
          + (waits ? Footprint.WAITING : 0);
    }
    Step.Accumulate window = (Step.Accumulate) step;
    return operator == Operator.COLUMN_WINDOW
        ? new WindowValues(window, new Row(rule.slots())).fixedBytes()
        : Footprint.inRing(window.aggregates());
  }
}
