package io.tocsin.engine.pack;

import io.tocsin.engine.pack.Mapping.MappingSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@link Mapping} by recursive descent; what is no part of the small grammar is refused by
 * name.
 */
final class MappingParser {
  private static final int MAX_LENGTH = 500;
  private static final int MAX_DEPTH = 20;
  private static final Pattern NAME = Pattern.compile("[\\p{L}_$@][\\p{L}\\p{N}_$]*");
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  private final String text;
  private int at;
  private int depth;

  MappingParser(String text) {
    this.text = text;
  }

  Mapping parse() {
    if (text.length() > MAX_LENGTH) {
      throw new MappingSyntaxException(
          "The expression is longer than [" + MAX_LENGTH + "] characters.");
    }
    Mapping mapping = sum();
    skipBlanks();
    if (at < text.length()) {
      throw refused();
    }
    return mapping;
  }

  private Mapping sum() {
    if (++depth > MAX_DEPTH) {
      throw new MappingSyntaxException(
          "The expression is nested deeper than [" + MAX_DEPTH + "] levels.");
    }
    Mapping left = product();
    while (next('+', '-')) {
      char operator = text.charAt(at - 1);
      left = new Mapping.Arithmetic(operator, left, product());
    }
    depth--;
    return left;
  }

  private Mapping product() {
    Mapping left = unary();
    while (next('*', '/', '%')) {
      char operator = text.charAt(at - 1);
      left = new Mapping.Arithmetic(operator, left, unary());
    }
    return left;
  }

  private Mapping unary() {
    if (next('-')) {
      if (++depth > MAX_DEPTH) {
        throw refused();
      }
      Mapping operand = new Mapping.Negation(unary());
      depth--;
      return operand;
    }
    if (next('(')) {
      Mapping inner = sum();
      if (!next(')')) {
        throw new MappingSyntaxException("A closing [)] is missing in [" + text + "].");
      }
      return inner;
    }
    return atom();
  }

  private Mapping atom() {
    skipBlanks();
    if (at >= text.length()) {
      throw new MappingSyntaxException("The expression [" + text + "] ends too early.");
    }
    char first = text.charAt(at);
    if (first == '\'' || first == '"') {
      return new Mapping.Literal(quoted(first));
    }
    if (Character.isDigit(first)) {
      return number();
    }
    Mapping.Path path = path();
    if (next('(', '[')) {
      at--;
      throw refused();
    }
    if (path.names().size() == 1) {
      switch (path.names().get(0)) {
        case "true":
          return new Mapping.Literal(true);
        case "false":
          return new Mapping.Literal(false);
        case "null":
          return new Mapping.Literal(null);
        default:
          return path;
      }
    }
    return path;
  }

  private Mapping.Path path() {
    List<String> names = new ArrayList<>();
    do {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == '`') {
        names.add(quoted('`'));
        continue;
      }
      Matcher matcher = NAME.matcher(text).region(at, text.length());
      if (!matcher.lookingAt()) {
        throw refused();
      }
      at = matcher.end();
      names.add(matcher.group());
    } while (next('.'));
    return new Mapping.Path(names);
  }

  private Mapping number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw refused();
    }
    at = matcher.end();
    String digits = matcher.group();
    try {
      boolean whole = digits.chars().allMatch(Character::isDigit);
      return new Mapping.Literal(
          whole ? (Object) Long.parseLong(digits) : (Object) Double.parseDouble(digits));
    } catch (NumberFormatException tooLarge) {
      throw new MappingSyntaxException("The number [" + digits + "] is too large.");
    }
  }

  private String quoted(char quote) {
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw new MappingSyntaxException("A closing [" + quote + "] is missing in [" + text + "].");
    }
    String inner = text.substring(at + 1, end);
    at = end + 1;
    return inner;
  }

  /** Whether one of these characters comes next; it is then behind us. */
  private boolean next(char... wanted) {
    skipBlanks();
    for (char c : wanted) {
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private MappingSyntaxException refused() {
    String rest = at < text.length() ? text.substring(at, Math.min(text.length(), at + 20)) : "";
    return new MappingSyntaxException(
        "The expression ["
            + text
            + "] cannot be used from ["
            + rest
            + "] on: it may have property paths, literals and arithmetic only.");
  }
}
