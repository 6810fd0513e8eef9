package io.tocsin.engine.testing.oracle;

import org.jspecify.annotations.Nullable;

/** The comparisons that rules use. With null on the left only {@code !=} holds. */
public enum Comparison {
  LESS("<"),
  AT_MOST("<="),
  EQUAL("=="),
  AT_LEAST(">="),
  GREATER(">"),
  DIFFERENT("!=");

  private final String symbol;

  Comparison(String symbol) {
    this.symbol = symbol;
  }

  /** How DRL writes it. */
  public String symbol() {
    return symbol;
  }

  /**
   * @param left a value, perhaps null
   * @param right a literal; a number for the four that order
   */
  public boolean holds(@Nullable Object left, Object right) {
    if (this == EQUAL || this == DIFFERENT) {
      return Values.same(left, right) == (this == EQUAL);
    }
    if (!(left instanceof Number number)) {
      return false;
    }
    int order = Values.exact(number).compareTo(Values.exact((Number) right));
    return switch (this) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case AT_LEAST -> order >= 0;
      case GREATER -> order > 0;
      default -> throw new IllegalStateException(name());
    };
  }
}
