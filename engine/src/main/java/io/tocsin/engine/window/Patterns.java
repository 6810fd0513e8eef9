package io.tocsin.engine.window;

import io.tocsin.engine.plan.Binding;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.WindowSpec;
import java.util.List;

/** Tries facts at patterns. */
final class Patterns {
  private Patterns() {}

  /** Puts a fact into its pattern's slots and tells whether the pattern's own conditions hold. */
  static boolean accepts(PatternPlan pattern, Fact fact, Row row) {
    if (fact.event().type() != pattern.type()) {
      return false;
    }
    row.set(pattern.slot(), fact);
    if (!Condition.allHold(pattern.filters(), row)) {
      return false;
    }
    bind(pattern.bindings(), row);
    return true;
  }

  /** Gives named values their slots, in their order. */
  static void bind(List<Binding> bindings, Row row) {
    for (int i = 0; i < bindings.size(); i++) {
      Binding binding = bindings.get(i);
      row.set(binding.slot(), binding.expression().evaluate(row));
    }
  }

  /**
   * Clears a pattern's slots, because a fact that was only tried at an absence or an accumulate is
   * no part of the match, its explanation or its saved state.
   */
  static void forget(PatternPlan pattern, Row row) {
    row.clear(pattern.slot());
    clear(pattern.bindings(), row);
    clear(pattern.late(), row);
  }

  private static void clear(List<Binding> bindings, Row row) {
    for (int i = 0; i < bindings.size(); i++) {
      row.clear(bindings.get(i).slot());
    }
  }

  /**
   * Whether a fact that passed the pattern's own conditions meets what is bound already, at a time.
   */
  static boolean joins(PatternPlan pattern, Fact fact, Row row, long now) {
    if (pattern.window() instanceof WindowSpec.Time time && now - fact.time() >= time.millis()) {
      return false;
    }
    row.set(pattern.slot(), fact);
    bind(pattern.bindings(), row);
    if (!Condition.allHold(pattern.joins(), row)) {
      return false;
    }
    bind(pattern.late(), row);
    return true;
  }
}
