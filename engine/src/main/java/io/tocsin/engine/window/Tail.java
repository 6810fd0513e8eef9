package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.sandbox.Budget;
import java.lang.reflect.Array;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The steps of a rule that need no stored events: filters, tables, collections. */
final class Tail {
  private final List<Step> steps;
  private final Lookup tables;
  private final Budget budget;
  private final LongConsumer unknown;
  private final Set<EventType> looksAt = new HashSet<>();
  private final Map<PatternGroup, ChainGroup> groups = new IdentityHashMap<>();

  /**
   * @param budget pays for each row and element that is tried
   * @param unknown is told the time where a match is withheld, because a table lacks rows
   */
  Tail(List<Step> steps, Lookup tables, Budget budget, LongConsumer unknown) {
    this.steps = steps;
    this.tables = tables;
    this.budget = budget;
    this.unknown = unknown;
    steps.stream()
        .flatMap(step -> step.patterns().stream())
        .map(PatternPlan::type)
        .forEach(looksAt::add);
  }

  /** Whether a table that a step looks at lacks rows. */
  boolean lacksRows() {
    return looksAt.stream().anyMatch(tables::lacksRows);
  }

  /** Whether a step can stand in a tail. */
  static boolean takes(Step step) {
    return !(step instanceof Step.Accumulate)
        && !(step instanceof Step.AccumulateGroup)
        && step.patterns().stream().allMatch(PatternPlan::table);
  }

  /** Runs {@code onMatch} for each way in which all steps hold. */
  void each(Row row, long now, Runnable onMatch) {
    from(0, row, now, onMatch);
  }

  private void from(int at, Row row, long now, Runnable onMatch) {
    if (at == steps.size()) {
      onMatch.run();
      return;
    }
    step(steps.get(at), row, now, () -> from(at + 1, row, now, onMatch));
  }

  /** Runs {@code next} for each way in which one such step holds. */
  void step(Step step, Row row, long now, Runnable next) {
    if (step instanceof Step.Filter filter) {
      if (Condition.allHold(filter.conditions(), row)) {
        Patterns.bind(filter.bindings(), row);
        next.run();
      }
    } else if (step instanceof Step.Unnest unnest) {
      unnest(unnest, row, next);
    } else if (step instanceof Step.Match match) {
      for (Fact fact : tables.rows(match.pattern(), row)) {
        budget.step();
        if (meets(match.pattern(), fact, row, now)) {
          next.run();
        }
      }
    } else if (step instanceof Step.Exists exists) {
      if (any(exists.pattern(), row, now)) {
        next.run();
      }
    } else if (step instanceof Step.Absent absent) {
      if (!any(absent.pattern(), row, now)) {
        unlessUnknown(absent.pattern(), now, next);
      }
    } else if (step instanceof Step.ExistsGroup exists) {
      if (isThere(exists.group(), row, now)) {
        unlessUnknown(exists.group().nested().isEmpty() ? List.of() : step.patterns(), now, next);
      }
    } else if (step instanceof Step.AbsentGroup absent) {
      if (!isThere(absent.group(), row, now)) {
        unlessUnknown(step.patterns(), now, next);
      }
    } else {
      throw new IllegalStateException("[" + step + "] needs stored events.");
    }
  }

  /** Runs {@code next}, unless rows that the table lacks could make it wrong. */
  void unlessUnknown(PatternPlan table, long now, Runnable next) {
    if (tables.lacksRows(table.type())) {
      unknown.accept(now);
    } else {
      next.run();
    }
  }

  /** Runs {@code next}, unless rows that one of the tables lacks could make it wrong. */
  void unlessUnknown(List<PatternPlan> patterns, long now, Runnable next) {
    if (lacksRows(patterns)) {
      unknown.accept(now);
    } else {
      next.run();
    }
  }

  /** Whether a table that one of the patterns looks at lacks rows. */
  boolean lacksRows(List<PatternPlan> patterns) {
    return patterns.stream().anyMatch(one -> one.table() && tables.lacksRows(one.type()));
  }

  private boolean isThere(PatternGroup group, Row row, long now) {
    ChainGroup found =
        groups.computeIfAbsent(group, any -> new ChainGroup(group, plan -> -1, List.of()));
    return found.isThere(row, now, (plan, keeper, match) -> tables.rows(plan, match), budget);
  }

  private boolean any(PatternPlan pattern, Row row, long now) {
    boolean any = false;
    for (Iterator<Fact> rows = tables.rows(pattern, row).iterator(); !any && rows.hasNext(); ) {
      budget.step();
      any = meets(pattern, rows.next(), row, now);
    }
    Patterns.forget(pattern, row);
    return any;
  }

  private static boolean meets(PatternPlan pattern, Fact fact, Row row, long now) {
    return Patterns.accepts(pattern, fact, row) && Patterns.joins(pattern, fact, row, now);
  }

  private void unnest(Step.Unnest unnest, Row row, Runnable next) {
    Object elements = unnest.elements().evaluate(row);
    if (elements instanceof Iterable<?> iterable) {
      for (Object element : iterable) {
        budget.step();
        element(unnest, element, row, next);
      }
    } else if (elements != null && elements.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(elements); i++) {
        budget.step();
        element(unnest, Array.get(elements, i), row, next);
      }
    } else {
      element(unnest, elements, row, next);
    }
  }

  private static void element(
      Step.Unnest unnest, @Nullable Object element, Row row, Runnable next) {
    if (element == null || !unnest.elementType().isInstance(element)) {
      return;
    }
    row.set(unnest.slot(), element);
    if (Condition.allHold(unnest.filters(), row)) {
      Patterns.bind(unnest.bindings(), row);
      next.run();
    }
  }
}
