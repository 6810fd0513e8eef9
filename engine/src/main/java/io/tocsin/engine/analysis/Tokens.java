package io.tocsin.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masked code as a list of tokens, enough to see names, literals and operators in an expression.
 */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<name>[\\p{L}\\p{Sc}_][\\p{L}\\p{N}\\p{Sc}_]*)"
              + "|(?<number>0[xX][0-9a-fA-F]+[lL]?|\\d[\\d_]*(?:\\.\\d+)?(?:[eE][+-]?\\d+)?[lLfFdDIB]?)"
              + "|(?<string>\"[^\"]*\"|'[^']*')"
              + "|(?<operator>==|!=|<=|>=|&&|\\|\\||:=|->|::|!\\.|\\S)");

  /** What a token is. */
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    OPERATOR
  }

  /**
   * One token.
   *
   * @param text as it stands in the masked text
   * @param offset in the file
   */
  record Token(Kind kind, String text, int offset) {
    boolean is(String operator) {
      return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName() {
      return kind == Kind.NAME;
    }
  }

  private Tokens() {}

  /**
   * The tokens of a masked text.
   *
   * @param start the offset of the text in the file
   */
  static List<Token> of(String masked, int start) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(masked);
    while (matcher.find()) {
      Kind kind =
          matcher.group("name") != null
              ? Kind.NAME
              : matcher.group("number") != null
                  ? Kind.NUMBER
                  : matcher.group("string") != null ? Kind.STRING : Kind.OPERATOR;
      tokens.add(new Token(kind, matcher.group(), start + matcher.start()));
    }
    return tokens;
  }
}
