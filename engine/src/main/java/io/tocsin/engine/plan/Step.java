package io.tocsin.engine.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a rule's condition, taken in the order in which the author wrote them. */
public sealed interface Step {

  /** Its patterns; none where it reads only what is bound. */
  List<PatternPlan> patterns();

  /** A positive pattern: one event (or row) for each match. */
  record Match(PatternPlan pattern) implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return List.of(pattern);
    }
  }

  /** {@code not}: no such event, decided once none can come any more. */
  record Absent(PatternPlan pattern) implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return List.of(pattern);
    }
  }

  /** {@code not} over several patterns: no such combination of events. */
  record AbsentGroup(PatternGroup group) implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return group.patterns();
    }
  }

  /** {@code exists}: at least one such event. */
  record Exists(PatternPlan pattern) implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return List.of(pattern);
    }
  }

  /** {@code exists} over several patterns: at least one such combination of events. */
  record ExistsGroup(PatternGroup group) implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return group.patterns();
    }
  }

  /**
   * {@code accumulate} or {@code groupby}. As the first step it is a window that events enter and
   * leave; after a positive pattern it is computed once per match, over what has arrived.
   *
   * @param source the events
   * @param key the group's key, null for {@code accumulate}
   * @param aggregates the functions
   */
  record Accumulate(PatternPlan source, @Nullable GroupKey key, List<Aggregate> aggregates)
      implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return List.of(source);
    }
  }

  /**
   * {@code accumulate} or {@code groupby} over several patterns, computed once per match over the
   * combinations that have arrived.
   */
  record AccumulateGroup(PatternGroup source, @Nullable GroupKey key, List<Aggregate> aggregates)
      implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return source.patterns();
    }
  }

  /**
   * Conditions over variables that are bound already.
   *
   * @param bindings named values of them, evaluated once the conditions hold
   * @param conditions what must hold
   */
  record Filter(List<Binding> bindings, List<Condition> conditions) implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return List.of();
    }
  }

  /**
   * {@code from}: one match for each element of a collection.
   *
   * @param slot where the element goes
   * @param elements the collection, an array, a single value or null for none
   * @param elementType elements of other classes are passed over
   * @param filters conditions over the element and what is bound before
   * @param bindings named values of the element, evaluated once the filters hold
   */
  record Unnest(
      int slot,
      Expression elements,
      Class<?> elementType,
      List<Condition> filters,
      List<Binding> bindings)
      implements Step {
    @Override
    public List<PatternPlan> patterns() {
      return List.of();
    }
  }

  /**
   * A group's key.
   *
   * @param name the variable that holds it
   * @param slot where it goes
   * @param expression computes it from the source pattern's values
   */
  record GroupKey(String name, int slot, Expression expression) {}
}
