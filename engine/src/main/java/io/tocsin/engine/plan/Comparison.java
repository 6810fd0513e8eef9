package io.tocsin.engine.plan;

import io.tocsin.engine.event.NumberValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a condition says, where it is as simple as comparing two values that are there already: it
 * holds exactly where the condition does.
 *
 * @param left the left side
 * @param operator how they are compared
 * @param right the right side
 * @param whole whether an order is that of whole numbers of 64 bits; else numbers are compared as
 *     doubles
 */
public record Comparison(Operand left, Operator operator, Operand right, boolean whole) {

  /** How two values are compared. */
  public enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST;

    /** Whether it says which of two is the larger. */
    public boolean isOrder() {
      return this != EQUAL && this != NOT_EQUAL;
    }

    /** The same with both sides exchanged. */
    public Operator mirrored() {
      return switch (this) {
        case EQUAL, NOT_EQUAL -> this;
        case LESS -> GREATER;
        case AT_MOST -> AT_LEAST;
        case GREATER -> LESS;
        case AT_LEAST -> AT_MOST;
      };
    }

    /** Whether one whole number stands to another like that. */
    public boolean holds(long a, long b) {
      return switch (this) {
        case EQUAL -> a == b;
        case NOT_EQUAL -> a != b;
        case LESS -> a < b;
        case AT_MOST -> a <= b;
        case GREATER -> a > b;
        case AT_LEAST -> a >= b;
      };
    }

    /** Whether one number stands to another like that; nothing but unequal does to NaN. */
    public boolean holds(double a, double b) {
      return switch (this) {
        case EQUAL -> a == b;
        case NOT_EQUAL -> a != b;
        case LESS -> a < b;
        case AT_MOST -> a <= b;
        case GREATER -> a > b;
        case AT_LEAST -> a >= b;
      };
    }
  }

  /** Whether the events whose fields it reads are there as events. */
  public boolean applies(Row row) {
    return left.isThere(row) && right.isThere(row);
  }

  /** Whether it holds for a match. */
  public boolean holds(Row row) {
    return holds(left.evaluate(row), right.evaluate(row));
  }

  /** Whether it holds for two values; an order holds for no null. */
  public boolean holds(@Nullable Object a, @Nullable Object b) {
    if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
      return areEqual(a, b) == (operator == Operator.EQUAL);
    }
    if (!(a instanceof Number first) || !(b instanceof Number second)) {
      return false;
    }
    return whole
        ? operator.holds(first.longValue(), second.longValue())
        : operator.holds(first.doubleValue(), second.doubleValue());
  }

  private static boolean areEqual(@Nullable Object a, @Nullable Object b) {
    return Objects.equals(a, b)
        || (a instanceof Number first
            && b instanceof Number second
            && NumberValue.areEqual(first, second));
  }

  /** The same with both sides exchanged. */
  public Comparison mirrored() {
    return new Comparison(right, operator.mirrored(), left, whole);
  }
}
