package io.tocsin.engine.window;

import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.session.Quota;
import java.util.List;
import java.util.function.Function;

/** Chooses the operator for each alternative of the rules of a key group, and makes it. */
final class RuleRunners {
  private final PackPlan plan;
  private final KeyGroup group;
  private final Tables tables;
  private final OwnFacts facts;
  private final Firing firing;
  private final DeadlineQueue deadlines;
  private final Quota quota;

  RuleRunners(
      PackPlan plan,
      KeyGroup group,
      Tables tables,
      OwnFacts facts,
      Firing firing,
      DeadlineQueue deadlines,
      Quota quota) {
    this.plan = plan;
    this.group = group;
    this.tables = tables;
    this.facts = facts;
    this.firing = firing;
    this.deadlines = deadlines;
    this.quota = quota;
  }

  /** The patterns over rows by which rules of a key group look at tables. */
  static List<PatternPlan> looksAt(PackPlan plan, KeyGroup group) {
    return plan.rules().stream()
        .filter(rule -> rule.keyGroup() == group.index())
        .flatMap(rule -> rule.alternatives().stream())
        .flatMap(List::stream)
        .flatMap(step -> step.patterns().stream())
        .filter(PatternPlan::table)
        .toList();
  }

  /** Which operator runs an alternative of a rule. */
  static OperatorOutline.Operator operatorOf(PackPlan plan, RulePlan rule, List<Step> steps) {
    boolean window =
        steps.get(0) instanceof Step.Accumulate
            && steps.subList(1, steps.size()).stream().allMatch(Tail::takes);
    if (!window) {
      return OperatorOutline.Operator.CHAIN;
    }
    return plan.pack().planned() && ColumnRunner.takes(rule, steps)
        ? OperatorOutline.Operator.COLUMN_WINDOW
        : OperatorOutline.Operator.WINDOW;
  }

  /** The operator of an alternative of a rule. */
  RuleRunner of(RulePlan rule, List<Step> steps) {
    OperatorOutline.Operator operator = operatorOf(plan, rule, steps);
    if (operator == OperatorOutline.Operator.CHAIN) {
      return new ChainRunner(
          rule, steps, group, plan.facts(), tables, facts, firing, deadlines, quota);
    }
    Lookup lookup = new Lookup(tables, facts, keyOf((Step.Accumulate) steps.get(0)));
    return operator == OperatorOutline.Operator.COLUMN_WINDOW
        ? new ColumnRunner(rule, steps, lookup, firing, deadlines, quota)
        : new WindowRunner(rule, steps, lookup, firing, deadlines, quota);
  }

  /** A window's groups have the key group's key, if there is one. */
  private Function<Row, Object> keyOf(Step.Accumulate window) {
    Step.GroupKey key = window.key();
    return key == null || group.isKeyless()
        ? match -> EventKey.NONE
        : match -> EventKey.canonical(match.value(key.slot()));
  }
}
