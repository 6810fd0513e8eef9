package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a pattern over its own event, as far as they are comparisons of fields and
 * constants: tried on the values of the event, without an object of the declared class.
 */
public final class EventFilter {
  private final Test[] tests;
  private final boolean complete;

  private EventFilter(List<Test> tests, boolean complete) {
    this.tests = tests.toArray(Test[]::new);
    this.complete = complete;
  }

  /** One comparison. */
  private interface Test {
    boolean holds(Event event);
  }

  /**
   * The filter of a pattern: its conditions up to the first that is no such comparison, because
   * that one may throw before others are tried.
   */
  public static EventFilter of(PatternPlan pattern) {
    List<Test> tests = new ArrayList<>();
    for (Condition condition : pattern.filters()) {
      Comparison comparison = condition.comparison();
      Test test = comparison == null ? null : test(comparison, pattern.slot());
      if (test == null) {
        return new EventFilter(tests, false);
      }
      tests.add(test);
    }
    return new EventFilter(tests, true);
  }

  /** Whether the conditions that are comparisons hold. */
  public boolean accepts(Event event) {
    for (Test test : tests) {
      if (!test.holds(event)) {
        return false;
      }
    }
    return true;
  }

  /** Whether these are all conditions of the pattern over its own event. */
  public boolean isComplete() {
    return complete;
  }

  private static @Nullable Test test(Comparison comparison, int slot) {
    int left = field(comparison.left(), slot);
    int right = field(comparison.right(), slot);
    if (left >= 0 && right >= 0) {
      return event -> comparison.holds(event.value(left), event.value(right));
    }
    if (right >= 0 && comparison.left() instanceof Operand.Constant) {
      return test(comparison.mirrored(), slot);
    }
    return left >= 0 && comparison.right() instanceof Operand.Constant constant
        ? test(left, comparison, constant.value())
        : null;
  }

  private static int field(Operand operand, int slot) {
    return operand instanceof Operand.FieldOf field && field.slot() == slot ? field.field() : -1;
  }

  private static Test test(int field, Comparison comparison, Object constant) {
    if (constant instanceof String text) {
      return switch (comparison.operator()) {
        case EQUAL -> event -> text.equals(event.value(field));
        case NOT_EQUAL -> event -> !text.equals(event.value(field));
        default -> event -> false;
      };
    }
    return event -> comparison.holds(event.value(field), constant);
  }
}
