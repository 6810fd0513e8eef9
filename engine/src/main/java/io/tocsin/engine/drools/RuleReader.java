package io.tocsin.engine.drools;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Consequence;
import io.tocsin.engine.plan.Expression;
import io.tocsin.engine.plan.PatternGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.model.Condition;
import org.drools.model.Pattern;
import org.drools.model.Rule;
import org.drools.model.Variable;
import org.drools.model.functions.BlockN;
import org.drools.model.functions.FunctionN;
import org.drools.model.patterns.AccumulatePatternImpl;
import org.drools.model.patterns.EvalImpl;
import org.drools.model.patterns.GroupByPatternImpl;
import org.drools.model.patterns.PatternImpl;
import org.jspecify.annotations.Nullable;

/** Reads one rule of Drools' executable model as steps; an {@code or} becomes alternatives. */
final class RuleReader {
  private final Slots slots = new Slots();
  private final Set<String> made;
  private final PlainKeys keys;
  private final PatternReader patterns;
  private final AggregateReader aggregates;
  private final GroupReader groups;

  RuleReader(
      Map<Class<?>, EventType> types,
      Set<EventType> tables,
      Set<String> made,
      Lambdas lambdas,
      PlainKeys keys) {
    this.made = made;
    this.keys = keys;
    this.patterns = new PatternReader(types, tables, made, slots, lambdas);
    this.aggregates = new AggregateReader(slots);
    this.groups = new GroupReader(patterns);
  }

  Slots slots() {
    return slots;
  }

  List<List<Step>> alternatives(Rule rule) {
    List<List<Condition>> expanded = expand(rule.getView().getSubConditions());
    List<List<Step>> alternatives = new ArrayList<>();
    for (List<Condition> conditions : expanded) {
      alternatives.add(steps(conditions));
    }
    return alternatives;
  }

  /** The conditions that stand behind all else in a rule over the same patterns. */
  List<io.tocsin.engine.plan.Condition> last(Rule rule, int count) {
    List<? extends Condition> all =
        rule.getView().getSubConditions().stream().filter(EvalImpl.class::isInstance).toList();
    return all.subList(all.size() - count, all.size()).stream()
        .map(condition -> patterns.constraints().single(((EvalImpl) condition).getExpr()))
        .toList();
  }

  /** Distributes and over or, keeping the author's order. */
  static List<List<Condition>> expand(List<? extends Condition> conditions) {
    List<List<Condition>> result = new ArrayList<>();
    result.add(new ArrayList<>());
    for (Condition condition : conditions) {
      List<List<Condition>> choices =
          switch (condition.getType()) {
            case AND -> expand(condition.getSubConditions());
            case OR ->
                condition.getSubConditions().stream()
                    .flatMap(branch -> expand(List.of(branch)).stream())
                    .toList();
            default -> List.of(List.of(condition));
          };
      List<List<Condition>> next = new ArrayList<>();
      for (List<Condition> prefix : result) {
        for (List<Condition> choice : choices) {
          List<Condition> joined = new ArrayList<>(prefix);
          joined.addAll(choice);
          next.add(joined);
        }
      }
      result = next;
    }
    return result;
  }

  private List<Step> steps(List<Condition> conditions) {
    Set<String> results = results(conditions);
    List<Step> steps = new ArrayList<>();
    List<Condition> waiting = new ArrayList<>();
    Set<String> bound = new HashSet<>();
    for (Condition condition : conditions) {
      if (isResult(condition, results) && !isResult(condition, bound)) {
        // Because Drools puts the result pattern of a collect before the collect itself.
        waiting.add(condition);
        continue;
      }
      add(condition, bound, steps);
      for (Condition late : List.copyOf(waiting)) {
        if (isResult(late, bound)) {
          waiting.remove(late);
          add(late, bound, steps);
        }
      }
    }
    return steps;
  }

  private void add(Condition condition, Set<String> bound, List<Step> steps) {
    steps.addAll(steps(condition, bound));
  }

  /** The variables that accumulates bind. */
  private static Set<String> results(List<Condition> conditions) {
    Set<String> results = new HashSet<>();
    for (Condition condition : conditions) {
      if (condition instanceof AccumulatePatternImpl<?> accumulate) {
        for (var function : accumulate.getAccumulateFunctions()) {
          results.add(function.getResult().getName());
        }
      }
    }
    return results;
  }

  private static boolean isResult(Condition condition, Set<String> results) {
    return condition instanceof PatternImpl<?> pattern
        && results.contains(pattern.getPatternVariable().getName());
  }

  private List<Step> steps(Condition condition, Set<String> bound) {
    return switch (condition.getType()) {
      case PATTERN -> List.of(pattern((Pattern<?>) condition, bound));
      case ACCUMULATE, GROUP_BY -> List.of(accumulate((AccumulatePatternImpl<?>) condition, bound));
      case EVAL ->
          List.of(
              new Step.Filter(
                  List.of(),
                  List.of(patterns.constraints().single(((EvalImpl) condition).getExpr()))));
      case NOT, EXISTS -> groups.existential(condition);
      case FORALL -> List.of(groups.forall(condition));
      case CONSEQUENCE -> List.of();
      default ->
          throw new Unplannable(
              DiagnosticCode.CONDITION_KIND,
              "This kind of condition is not supported: [" + condition.getType() + "].",
              null);
    };
  }

  private Step pattern(Pattern<?> pattern, Set<String> bound) {
    String name = pattern.getPatternVariable().getName();
    if (bound.contains(name)) {
      return patterns.filter(pattern);
    }
    bound.add(name);
    return PatternReader.isUnnest(pattern)
        ? patterns.unnest(pattern)
        : new Step.Match(patterns.match(pattern));
  }

  private Step accumulate(AccumulatePatternImpl<?> accumulate, Set<String> bound) {
    List<Condition> sources = sources(accumulate.getCondition());
    PatternGroup group = groups.group(sources);
    if (!group.nested().isEmpty()) {
      throw new Unplannable(
          DiagnosticCode.ACCUMULATE_SOURCE,
          "A [not], [exists] or [forall] within an accumulate is not supported.",
          "Emit a derived event from a rule of its own, and accumulate these.");
    }
    List<Variable<?>> variables = new ArrayList<>();
    sources.forEach(source -> variables.add(((Pattern<?>) source).getPatternVariable()));
    List<Aggregate> functions = new ArrayList<>();
    for (var function : accumulate.getAccumulateFunctions()) {
      functions.add(aggregates.read(function, variables));
      refuseWholeFacts(functions.get(functions.size() - 1), group);
      bound.add(function.getResult().getName());
    }
    Step.GroupKey key = null;
    if (accumulate instanceof GroupByPatternImpl<?, ?> groupBy) {
      bound.add(groupBy.getVarKey().getName());
      key = key(groupBy);
    }
    return sources.size() == 1
        ? new Step.Accumulate(group.own().get(0), key, functions)
        : new Step.AccumulateGroup(group, key, functions);
  }

  /** Because rules may change their facts, whole ones do not leave their pattern. */
  private void refuseWholeFacts(Aggregate function, PatternGroup group) {
    if (function.takesFact()
        && group.patterns().stream()
            .map(PatternPlan::type)
            .anyMatch(type -> !type.isEvent() && made.contains(type.name()))) {
      throw new Unplannable(
          DiagnosticCode.COLLECTED_FACTS,
          "Collecting whole own facts is not supported.",
          "Collect a field of them.");
    }
  }

  private static List<Condition> sources(Condition source) {
    List<List<Condition>> alternatives = expand(List.of(source));
    if (alternatives.size() != 1) {
      throw new Unplannable(
          DiagnosticCode.ACCUMULATE_SOURCE,
          "An [or] within an accumulate is not supported.",
          "Write one rule for each alternative.");
    }
    return alternatives.get(0);
  }

  private Step.GroupKey key(GroupByPatternImpl<?, ?> groupBy) {
    int[] inputs = slots.of(groupBy.getVars());
    @SuppressWarnings("rawtypes")
    FunctionN function = groupBy.getGroupingFunction();
    Variable<?> variable = groupBy.getVarKey();
    boolean plain =
        inputs.length == 1
            && keys.isVariable(Slots.readable(variable), Slots.readable(groupBy.getVars()[0]));
    Expression expression =
        plain ? Slots.read(inputs[0]) : row -> function.apply(Slots.values(row, inputs));
    return new Step.GroupKey(Slots.readable(variable), slots.of(variable), expression);
  }

  /** The rule's {@code then}: Drools' compiled block, called with the values of the match. */
  Consequence consequence(Rule rule) {
    org.drools.model.Consequence compiled = rule.getDefaultConsequence();
    Variable<?>[] variables = compiled.getVariables();
    int[] arguments = new int[variables.length];
    for (int i = 0; i < variables.length; i++) {
      arguments[i] = argument(variables[i]);
    }
    BlockN block = compiled.getBlock();
    // Because the compiled block wants it as its first argument.
    int actions = compiled.isUsingDrools() ? 1 : 0;
    return (row, alerts, out, memory) -> {
      @Nullable Object[] values = new Object[actions + arguments.length];
      if (actions > 0) {
        values[0] = new RuleActions(memory);
      }
      for (int i = 0; i < arguments.length; i++) {
        values[actions + i] =
            switch (arguments[i]) {
              case ALERTS -> alerts;
              case OUT -> out;
              default -> row.value(arguments[i]);
            };
      }
      block.execute(values);
    };
  }

  private static final int ALERTS = -1;
  private static final int OUT = -2;

  private int argument(Variable<?> variable) {
    if (variable.isFact()) {
      return slots.of(variable);
    }
    return switch (variable.getName()) {
      case "alerts" -> ALERTS;
      case "out" -> OUT;
      default ->
          throw new Unplannable(
              DiagnosticCode.UNKNOWN_GLOBAL,
              "The global [" + variable.getName() + "] is not there.",
              "Rules have the globals alerts and out.");
    };
  }
}
