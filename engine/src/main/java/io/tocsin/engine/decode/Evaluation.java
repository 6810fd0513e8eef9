package io.tocsin.engine.decode;

import io.tocsin.engine.pack.Mapping;
import org.jspecify.annotations.Nullable;

/** The value of a mapping expression; null where one of its operands is null. */
final class Evaluation {
  private Evaluation() {}

  /**
   * @throws IllegalArgumentException where an operand is no number
   * @throws ArithmeticException for a division by zero or an overflow of a whole number
   */
  static @Nullable Object of(Mapping mapping, Shape shape, Draft draft) {
    if (mapping instanceof Mapping.Literal literal) {
      return literal.value();
    }
    if (mapping instanceof Mapping.Path path) {
      return draft.kept(shape.kept.getOrDefault(path.names(), 0));
    }
    if (mapping instanceof Mapping.Negation negation) {
      Object operand = of(negation.operand(), shape, draft);
      return operand == null ? null : apply('-', 0L, operand);
    }
    Mapping.Arithmetic arithmetic = (Mapping.Arithmetic) mapping;
    Object left = of(arithmetic.left(), shape, draft);
    Object right = of(arithmetic.right(), shape, draft);
    return left == null || right == null ? null : apply(arithmetic.operator(), left, right);
  }

  private static Object apply(char operator, Object left, Object right) {
    if (operator == '+' && left instanceof String a && right instanceof String b) {
      return a + b;
    }
    if (!(left instanceof Number a) || !(right instanceof Number b)) {
      throw new IllegalArgumentException(
          "["
              + Draft.shorten(left.toString())
              + "] "
              + operator
              + " ["
              + Draft.shorten(right.toString())
              + "] cannot be computed.");
    }
    return a instanceof Long && b instanceof Long
        ? whole(operator, a.longValue(), b.longValue())
        : real(operator, a.doubleValue(), b.doubleValue());
  }

  private static long whole(char operator, long a, long b) {
    return switch (operator) {
      case '+' -> Math.addExact(a, b);
      case '-' -> Math.subtractExact(a, b);
      case '*' -> Math.multiplyExact(a, b);
      case '/' -> a / b;
      default -> a % b;
    };
  }

  private static double real(char operator, double a, double b) {
    double result =
        switch (operator) {
          case '+' -> a + b;
          case '-' -> a - b;
          case '*' -> a * b;
          case '/' -> a / b;
          default -> a % b;
        };
    if (!Double.isFinite(result)) {
      throw new ArithmeticException("[" + a + "] " + operator + " [" + b + "] is no number.");
    }
    return result;
  }
}
