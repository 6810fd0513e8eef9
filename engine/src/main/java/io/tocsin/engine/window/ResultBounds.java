package io.tocsin.engine.window;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Comparison;
import io.tocsin.engine.plan.Condition;
import io.tocsin.engine.plan.Operand;
import io.tocsin.engine.plan.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a window that compare one result with a constant, up to the first that says
 * anything else: where one of them does not hold, the others need not be asked, and no result has
 * to become an object.
 */
final class ResultBounds {
  /**
   * A bound on one result.
   *
   * @param function the place of the function among those of the window
   * @param whole whether the result is compared as a whole number of 64 bits, else as a double
   */
  record Bound(
      int function, Total total, Comparison.Operator operator, Number constant, boolean whole) {
    boolean holds(int group, int count) {
      return whole
          ? operator.holds(total.whole(group, count), constant.longValue())
          : operator.holds(total.number(group, count), constant.doubleValue());
    }
  }

  private final List<Bound> bounds = new ArrayList<>();
  private final boolean complete;

  /**
   * @param tail what follows the window
   * @param columns what it keeps
   */
  ResultBounds(Step.Accumulate window, List<Step> tail, GroupColumns columns) {
    boolean all = true;
    for (Step step : tail) {
      all &= step instanceof Step.Filter filter && add(filter, window.aggregates(), columns);
      if (!all) {
        break;
      }
    }
    this.complete = all;
  }

  /** Adds the conditions of a step; false where it says something else, too. */
  private boolean add(Step.Filter filter, List<Aggregate> aggregates, GroupColumns columns) {
    for (Condition condition : filter.conditions()) {
      Bound bound = bound(aggregates, condition.comparison(), columns);
      if (bound == null) {
        return false;
      }
      bounds.add(bound);
    }
    return filter.bindings().isEmpty();
  }

  /** Whether these are all conditions, so that the rule matches where they hold. */
  boolean areComplete() {
    return complete;
  }

  private static @Nullable Bound bound(
      List<Aggregate> aggregates, @Nullable Comparison written, GroupColumns columns) {
    if (written == null) {
      return null;
    }
    Comparison comparison =
        written.left() instanceof Operand.Constant ? written.mirrored() : written;
    for (int i = 0; i < aggregates.size(); i++) {
      if (comparison.left().equals(new Operand.Slot(aggregates.get(i).slot()))
          && comparison.right() instanceof Operand.Constant constant
          && constant.value() instanceof Number number
          && columns.total(i).isNumber()
          // Because numbers of other classes may be equal and yet differ as doubles.
          && comparison.operator().isOrder()) {
        return new Bound(i, columns.total(i), comparison.operator(), number, comparison.whole());
      }
    }
    return null;
  }

  /** The bounds, in the order in which the rule has them. */
  List<Bound> all() {
    return bounds;
  }

  /** Whether all of them hold for a group. */
  boolean hold(int group, int count) {
    for (int i = 0; i < bounds.size(); i++) {
      if (!bounds.get(i).holds(group, count)) {
        return false;
      }
    }
    return true;
  }
}
