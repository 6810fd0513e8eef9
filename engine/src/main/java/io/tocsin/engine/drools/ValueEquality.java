package io.tocsin.engine.drools;

import io.tocsin.engine.sandbox.Texts;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.drools.model.functions.Operator;
import org.drools.model.operators.ContainsOperator;
import org.drools.model.operators.ExcludesOperator;
import org.drools.model.operators.InOperator;
import org.drools.model.operators.MatchesOperator;
import org.drools.model.operators.MemberOfOperator;
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
  private ValueEquality() {}

  /** Whether two values are the same, or numbers of the same value. */
  public static boolean areNullSafeEquals(@Nullable Object a, @Nullable Object b) {
    if (Objects.equals(a, b)) {
      return true;
    }
    return a instanceof Number left
        && b instanceof Number right
        && left.getClass() != right.getClass()
        && compare(left, right);
  }

  private static boolean compare(Number a, Number b) {
    double left = a.doubleValue();
    double right = b.doubleValue();
    if (!Double.isFinite(left) || !Double.isFinite(right)) {
      return left == right;
    }
    return left == right && decimal(a).compareTo(decimal(b)) == 0;
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }

  /**
   * Evaluates an operator that has a name, as {@code contains}.
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
      return matches((String) value, (String) others[0]);
    }
    if (named == InOperator.INSTANCE) {
      return Arrays.stream(others).anyMatch(other -> areNullSafeEquals(value, other));
    }
    return operator.test(value, others);
  }

  /** As the operator does, but each character that it looks at is a step of the rule's budget. */
  private static boolean matches(@Nullable String text, String regex) {
    return text != null && Texts.matches(text, regex);
  }

  private static boolean contains(@Nullable Object container, @Nullable Object value) {
    return container instanceof Collection<?> elements
        ? elements.stream().anyMatch(element -> areNullSafeEquals(element, value))
        : ContainsOperator.INSTANCE.eval(container, value);
  }
}
