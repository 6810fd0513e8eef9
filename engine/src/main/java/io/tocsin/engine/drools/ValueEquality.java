package io.tocsin.engine.drools;

import io.tocsin.engine.event.NumberValue;
import io.tocsin.engine.sandbox.Texts;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import org.drools.model.functions.Operator;
import org.drools.model.operators.ContainsOperator;
import org.drools.model.operators.ExcludesOperator;
import org.drools.model.operators.InOperator;
import org.drools.model.operators.MatchesOperator;
import org.drools.model.operators.MemberOfOperator;
import org.drools.model.operators.StringEndsWithOperator;
import org.drools.model.operators.StringLengthWithOperator;
import org.drools.model.operators.StringStartsWithOperator;
import org.drools.modelcompiler.util.EvaluationUtil;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ==}, {@code !=}, {@code in}, {@code contains}, {@code memberOf} and {@code matches}
 * mean: numbers are equal by their value, and an expression that tries without end is stopped.
 * Drools compares objects of unknown type as objects, so that a whole number of a record, a {@code
 * Long}, would never equal the {@code 3} of a rule.
 *
 * <p>Called by the classes of a pack, in the place of Drools' own methods: see {@link
 * PackClassLoader}.
 */
public final class ValueEquality {
  /** What {@code str[...]} compiles to. */
  private static final Set<Object> OF_TEXTS =
      Set.of(
          StringStartsWithOperator.INSTANCE,
          StringEndsWithOperator.INSTANCE,
          StringLengthWithOperator.INSTANCE);

  /** In the place of what is no number. */
  private static final BigDecimal NONE = new BigDecimal("0");

  private ValueEquality() {}

  /** Whether two values are the same, or numbers of the same value. */
  public static boolean areNullSafeEquals(@Nullable Object a, @Nullable Object b) {
    if (Objects.equals(a, b)) {
      return true;
    }
    return a instanceof Number left
        && b instanceof Number right
        && NumberValue.areEqual(left, right);
  }

  /** Whether two numbers have the same value, or both are null. */
  public static boolean areNumbersNullSafeEquals(@Nullable Number a, @Nullable Number b) {
    return areNullSafeEquals(a, b);
  }

  /** {@code >} of numbers; see {@link #greaterOrEqualNumbers}. */
  public static boolean greaterThanNumbers(@Nullable Number a, @Nullable Number b) {
    return a != null && b != null && a.doubleValue() > b.doubleValue();
  }

  /** {@code <} of numbers; see {@link #greaterOrEqualNumbers}. */
  public static boolean lessThanNumbers(@Nullable Number a, @Nullable Number b) {
    return a != null && b != null && a.doubleValue() < b.doubleValue();
  }

  /**
   * {@code >=} of numbers. For Drools -0.0 is less than 0, and NaN greater than all else; here both
   * zeros are one number, and NaN stands to nothing in an order.
   */
  public static boolean greaterOrEqualNumbers(@Nullable Number a, @Nullable Number b) {
    return a != null && b != null && a.doubleValue() >= b.doubleValue();
  }

  /** {@code <=} of numbers; see {@link #greaterOrEqualNumbers}. */
  public static boolean lessOrEqualNumbers(@Nullable Number a, @Nullable Number b) {
    return a != null && b != null && a.doubleValue() <= b.doubleValue();
  }

  /**
   * A value that is compared with a decimal. Drools would take a text for a number, and a double
   * for the sum of the powers of two that it is: 0.1 for 0.1000000000000000055511.
   *
   * @return null for null; for what is no finite number one that is equal to nothing, and neither
   *     above nor below anything
   */
  public static @Nullable BigDecimal toBigDecimal(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof Number number ? NumberValue.decimal(number).orElse(NONE) : NONE;
  }

  /** {@code ==} where one side is a decimal. */
  @SuppressWarnings({"rawtypes", "NullAway"}) // because Drools' method takes null
  public static boolean equals(@Nullable Comparable a, @Nullable Comparable b) {
    return isComparable(a, b) && EvaluationUtil.equals(a, b);
  }

  /** {@code !=} where one side is a decimal. */
  @SuppressWarnings("rawtypes")
  public static boolean notEquals(@Nullable Comparable a, @Nullable Comparable b) {
    return !equals(a, b);
  }

  /** {@code >} where one side is a decimal, or both are of a class with an order. */
  @SuppressWarnings({"rawtypes", "NullAway"}) // because Drools' method takes null
  public static boolean greaterThan(@Nullable Comparable a, @Nullable Comparable b) {
    return isComparable(a, b) && EvaluationUtil.greaterThan(a, b);
  }

  /** {@code <} where one side is a decimal, or both are of a class with an order. */
  @SuppressWarnings({"rawtypes", "NullAway"}) // because Drools' method takes null
  public static boolean lessThan(@Nullable Comparable a, @Nullable Comparable b) {
    return isComparable(a, b) && EvaluationUtil.lessThan(a, b);
  }

  /** {@code >=} where one side is a decimal, or both are of a class with an order. */
  @SuppressWarnings({"rawtypes", "NullAway"}) // because Drools' method takes null
  public static boolean greaterOrEqual(@Nullable Comparable a, @Nullable Comparable b) {
    return isComparable(a, b) && EvaluationUtil.greaterOrEqual(a, b);
  }

  /** {@code <=} where one side is a decimal, or both are of a class with an order. */
  @SuppressWarnings({"rawtypes", "NullAway"}) // because Drools' method takes null
  public static boolean lessOrEqual(@Nullable Comparable a, @Nullable Comparable b) {
    return isComparable(a, b) && EvaluationUtil.lessOrEqual(a, b);
  }

  @SuppressWarnings("ReferenceEquality") // because it is no number, though an object of that class
  private static boolean isComparable(@Nullable Object a, @Nullable Object b) {
    return a != NONE && b != NONE;
  }

  /**
   * Evaluates an operator that has a name, as {@code contains}. Where one side is null, those of
   * texts do not hold. Each character that {@code matches} looks at is a step of the rule's budget.
   *
   * @throws Exception what the operator throws
   */
  public static boolean eval(Operator<Object, Object> operator, Object value, Object... others)
      throws Exception {
    Object named = operator;
    if (named == ContainsOperator.INSTANCE) {
      return contains(value, others[0]);
    }
    if (named == ExcludesOperator.INSTANCE) {
      return !contains(value, others[0]);
    }
    if (named == MemberOfOperator.INSTANCE) {
      return contains(others[0], value);
    }
    if (named == MatchesOperator.INSTANCE) {
      return value != null
          && others[0] != null
          && Texts.matches((String) value, (String) others[0]);
    }
    if (OF_TEXTS.contains(named) && (value == null || others[0] == null)) {
      return false;
    }
    if (named == InOperator.INSTANCE) {
      return Arrays.stream(others).anyMatch(other -> areNullSafeEquals(value, other));
    }
    return operator.test(value, others);
  }

  private static boolean contains(@Nullable Object container, @Nullable Object value) {
    return container instanceof Collection<?> elements
        ? elements.stream().anyMatch(element -> areNullSafeEquals(element, value))
        : ContainsOperator.INSTANCE.eval(container, value);
  }
}
