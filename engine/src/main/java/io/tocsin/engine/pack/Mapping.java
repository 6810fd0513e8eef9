package io.tocsin.engine.pack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression over a record, from a source's {@code map}: property paths, literals and
 * arithmetic, no calls. Arithmetic is Java's: whole numbers stay whole, so write {@code cents /
 * 100.0}.
 */
public sealed interface Mapping {
  /** A value of the record, from the outside in: {@code card.number}. */
  record Path(List<String> names) implements Mapping {
    public Path {
      names = List.copyOf(names);
    }
  }

  /** A String, a Long, a Double, a Boolean or null. */
  record Literal(@Nullable Object value) implements Mapping {}

  /** {@code -x}. */
  record Negation(Mapping operand) implements Mapping {}

  /**
   * Two operands with an operator between them.
   *
   * @param operator one of {@code + - * / %}
   */
  record Arithmetic(char operator, Mapping left, Mapping right) implements Mapping {}

  /**
   * Reads an expression.
   *
   * @throws MappingSyntaxException where it is none of the supported ones
   */
  static Mapping parse(String text) {
    return new MappingParser(text).parse();
  }

  /** A text that is no mapping; the message is a sentence for people. */
  final class MappingSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MappingSyntaxException(String message) {
      super(message);
    }
  }
}
