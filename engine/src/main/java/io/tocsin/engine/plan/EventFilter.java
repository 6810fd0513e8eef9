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
  private final List<Bound> bounds;
  private final boolean complete;

  /** What each comparison says, apart from where the pattern has its slot. */
  private final List<Object> said;

  private EventFilter(List<Test> tests, List<Bound> bounds, List<Object> said, boolean complete) {
    this.tests = tests.toArray(Test[]::new);
    this.bounds = List.copyOf(bounds);
    this.said = List.copyOf(said);
    this.complete = complete;
  }

  /** One comparison. */
  private interface Test {
    boolean holds(Event event);
  }

  /**
   * A comparison of a field with a constant, the field on the left.
   *
   * @param field its place in the type
   * @param comparison what it says
   * @param constant a number, a text or a boolean
   */
  record Bound(int field, Comparison comparison, Object constant) {
    private Test test() {
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

  /**
   * The filter of a pattern: its conditions up to the first that is no such comparison, because
   * that one may throw before others are tried.
   */
  public static EventFilter of(PatternPlan pattern) {
    List<Test> tests = new ArrayList<>();
    List<Bound> bounds = new ArrayList<>();
    List<Object> said = new ArrayList<>();
    for (Condition condition : pattern.filters()) {
      Comparison comparison = condition.comparison();
      if (comparison == null) {
        return new EventFilter(tests, bounds, said, false);
      }
      Bound bound = bound(comparison, pattern.slot());
      Test test = test(comparison, bound, pattern.slot());
      if (test == null) {
        return new EventFilter(tests, bounds, said, false);
      }
      tests.add(test);
      said.add(List.of(side(comparison.left()), comparison.operator(), side(comparison.right())));
      said.add(comparison.whole());
      if (bound != null) {
        bounds.add(bound);
      }
    }
    return new EventFilter(tests, bounds, said, true);
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

  /**
   * What the pattern says about its own event: two patterns of one type with equal ones accept the
   * same events. Null where it says more than comparisons do.
   */
  public @Nullable List<Object> says() {
    return complete ? said : null;
  }

  private static Object side(Operand operand) {
    return operand instanceof Operand.FieldOf field ? field.field() : operand;
  }

  /** Those of the comparisons that are with a constant; all of them must hold. */
  List<Bound> bounds() {
    return bounds;
  }

  private static @Nullable Test test(Comparison comparison, @Nullable Bound bound, int slot) {
    if (bound != null) {
      return bound.test();
    }
    int left = field(comparison.left(), slot);
    int right = field(comparison.right(), slot);
    return left >= 0 && right >= 0
        ? event -> comparison.holds(event.value(left), event.value(right))
        : null;
  }

  private static @Nullable Bound bound(Comparison written, int slot) {
    Comparison comparison =
        written.left() instanceof Operand.Constant ? written.mirrored() : written;
    int field = field(comparison.left(), slot);
    return field >= 0 && comparison.right() instanceof Operand.Constant constant
        ? new Bound(field, comparison, constant.value())
        : null;
  }

  private static int field(Operand operand, int slot) {
    return operand instanceof Operand.FieldOf field && field.slot() == slot ? field.field() : -1;
  }
}
