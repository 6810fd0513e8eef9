package io.tocsin.engine.drools;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Expression;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.RowKey;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.TimeRelation;
import io.tocsin.engine.plan.WindowSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.model.Declaration;
import org.drools.model.DeclarationSource;
import org.drools.model.From;
import org.drools.model.From1;
import org.drools.model.Pattern;
import org.drools.model.Variable;
import org.drools.model.WindowDefinition;
import org.drools.model.functions.Function1;
import org.jspecify.annotations.Nullable;

/** Reads patterns of Drools' executable model. */
final class PatternReader {
  private final Map<Class<?>, EventType> types;
  private final Set<EventType> tables;
  private final Set<String> made;
  private final Slots slots;
  private final Lambdas lambdas;
  private final ConstraintReader constraints;
  private final TemporalBounds bounds;

  /**
   * @param tables the types of rows
   * @param made the names of the types of which rules make objects
   */
  PatternReader(
      Map<Class<?>, EventType> types,
      Set<EventType> tables,
      Set<String> made,
      Slots slots,
      Lambdas lambdas) {
    this.types = types;
    this.tables = tables;
    this.made = made;
    this.slots = slots;
    this.lambdas = lambdas;
    this.constraints = new ConstraintReader(slots, lambdas);
    this.bounds = new TemporalBounds(slots, types);
  }

  ConstraintReader constraints() {
    return constraints;
  }

  /** A pattern over a declared type. */
  PatternPlan read(Pattern<?> pattern) {
    return read(pattern, false);
  }

  /** A positive pattern over a declared type: own facts trigger the rule, rows do not. */
  PatternPlan match(Pattern<?> pattern) {
    return read(pattern, true);
  }

  /** A pattern of an absence, which must be decided at some time. */
  void decidable(Pattern<?> pattern) {
    if (bounds.isOpen(pattern.getConstraint())) {
      throw new Unplannable(
          DiagnosticCode.OPEN_ABSENCE,
          "A [not] can never be decided: its times are alternatives, and nothing bounds all of them.",
          "Write one [not] for each alternative: not A( this after[0s,5s] $x ) not A( this after[0s,5s] $y ).");
    }
  }

  private PatternPlan read(Pattern<?> pattern, boolean positive) {
    Variable<?> variable = pattern.getPatternVariable();
    EventType type = types.get(variable.getType());
    if (type == null) {
      throw new Unplannable(
          DiagnosticCode.UNDECLARED_PATTERN,
          "The pattern over ["
              + variable.getType().getSimpleName()
              + "] is over no type that the pack declares.",
          "Declare the type in the pack.");
    }
    boolean table = !type.isEvent();
    if (table && !tables.contains(type) && !made.contains(type.name())) {
      throw new Unplannable(
          DiagnosticCode.OWN_FACT,
          "The type ["
              + type.name()
              + "] is neither an event nor the row of a table, and no rule inserts it.",
          "Add @role(event) to its declaration, name it under tables in pack.yaml, or insert it.");
    }
    int slot = slots.of(variable);
    NamedValues values = new NamedValues(pattern, slots, lambdas);
    return plan(
        type,
        table && !(positive && !tables.contains(type)),
        slot,
        List.of(values),
        conditions(pattern, values),
        bounds.of(pattern.getConstraint()),
        window(variable),
        type.isEvent() ? List.of() : new RowKeys(slots, types).of(pattern, type));
  }

  /** Filters read the pattern's own slots only. */
  private static PatternPlan plan(
      EventType type,
      boolean table,
      int slot,
      List<NamedValues> values,
      List<Condition> conditions,
      List<TimeRelation> relations,
      @Nullable WindowSpec window,
      List<RowKey> rowKeys) {
    Set<Integer> own = new HashSet<>(Set.of(slot));
    values.forEach(named -> named.addOwnSlots(own));
    List<Condition> filters = new ArrayList<>();
    List<Condition> joins = new ArrayList<>();
    for (Condition condition : conditions) {
      boolean filter = java.util.Arrays.stream(condition.slots()).allMatch(own::contains);
      (filter ? filters : joins).add(condition);
    }
    return new PatternPlan(
        type,
        table,
        slot,
        filters,
        joins,
        values.stream().flatMap(named -> named.in(own, true).stream()).toList(),
        values.stream().flatMap(named -> named.in(own, false).stream()).toList(),
        relations,
        window,
        rowKeys);
  }

  /** Whether a pattern begins with {@code this == $first}. */
  static boolean isAboutTheSame(Pattern<?> other, Pattern<?> first) {
    return other.getPatternVariable().getType() == first.getPatternVariable().getType()
        && ConstraintReader.equates(
            other.getConstraint(), other.getPatternVariable(), first.getPatternVariable());
  }

  /** The events of a pattern that do not satisfy all of the others, which are about the same. */
  PatternPlan violating(Pattern<?> pattern, List<Pattern<?>> others) {
    PatternPlan first = read(pattern);
    List<NamedValues> values = new ArrayList<>();
    values.add(new NamedValues(pattern, slots, lambdas));
    List<Condition> satisfied = new ArrayList<>();
    for (Pattern<?> other : others) {
      slots.alias(other.getPatternVariable(), pattern.getPatternVariable());
      NamedValues named = new NamedValues(other, slots, lambdas);
      values.add(named);
      satisfied.addAll(conditions(other, named));
    }
    List<Condition> conditions = new ArrayList<>(first.filters());
    conditions.addAll(first.joins());
    conditions.add(ConstraintReader.not(satisfied));
    return plan(
        first.type(),
        first.table(),
        first.slot(),
        values,
        conditions,
        first.relations(),
        first.window(),
        first.rowKeys());
  }

  /** A pattern over a variable that an accumulate has bound. */
  Step.Filter filter(Pattern<?> pattern) {
    NamedValues values = new NamedValues(pattern, slots, Lambdas.NONE);
    return new Step.Filter(values.all(), conditions(pattern, values));
  }

  /** Whether the pattern takes its elements {@code from} an expression. */
  static boolean isUnnest(Pattern<?> pattern) {
    return source(pattern.getPatternVariable()) != null;
  }

  Step unnest(Pattern<?> pattern) {
    Variable<?> variable = pattern.getPatternVariable();
    if (!(source(variable) instanceof From1<?> from)) {
      throw new Unplannable(
          DiagnosticCode.PATTERN_SOURCE,
          "This source of a pattern is not supported.",
          "Only from over a field of an event bound before is.");
    }
    int input = slots.of(((From<?>) from).getVariable());
    int slot = slots.of(variable);
    NamedValues values = new NamedValues(pattern, slots, Lambdas.NONE);
    return new Step.Unnest(
        slot, elements(from, input), variable.getType(), conditions(pattern, values), values.all());
  }

  private List<Condition> conditions(Pattern<?> pattern, NamedValues values) {
    return constraints.read(pattern.getConstraint()).stream().map(values::before).toList();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Expression elements(From1<?> from, int input) {
    Function1 provider = from.getProvider();
    return provider == null ? Slots.read(input) : row -> provider.apply(row.value(input));
  }

  private static @Nullable DeclarationSource source(Variable<?> variable) {
    return variable instanceof Declaration<?> declaration ? declaration.getSource() : null;
  }

  private static @Nullable WindowSpec window(Variable<?> variable) {
    WindowDefinition window =
        variable instanceof Declaration<?> declaration ? declaration.getWindow() : null;
    if (window == null) {
      return null;
    }
    return switch (window.getType()) {
      case TIME -> new WindowSpec.Time(window.getValue());
      case LENGTH -> new WindowSpec.Length((int) window.getValue());
    };
  }
}
