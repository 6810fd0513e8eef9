package io.tocsin.engine.analysis;

import io.tocsin.engine.analysis.Tokens.Kind;
import io.tocsin.engine.analysis.Tokens.Token;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds comparisons that can never be right, such as text with a number. Only operands that stand
 * alone are judged: a literal, a field, a variable, a field of a variable.
 */
final class Comparisons {
  static final Set<String> OPERATORS = Set.of("==", "!=", "<", ">", "<=", ">=");

  private static final Set<String> NAMED =
      Set.of("matches", "soundslike", "contains", "excludes", "memberOf");
  private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%");
  private static final Set<String> ENDS =
      Set.of("&&", "||", ",", ")", "(", ":", ":=", "<", ">", "<=", ">=", "==", "!=");

  /** What can be compared with each other. */
  private enum Family {
    TEXT("text"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    LIST("a list"),
    MAP("an object");

    private final String name;

    Family(String name) {
      this.name = name;
    }
  }

  private final SyntaxTree tree;
  private final @Nullable EventType type;
  private final Scope scope;
  private final List<Diagnostic> findings;

  Comparisons(SyntaxTree tree, @Nullable EventType type, Scope scope, List<Diagnostic> findings) {
    this.tree = tree;
    this.type = type;
    this.scope = scope;
    this.findings = findings;
  }

  void check(List<Token> tokens) {
    for (int i = 1; i + 1 < tokens.size(); i++) {
      Token operator = tokens.get(i);
      if (NAMED.contains(operator.text()) && operator.isName()) {
        named(tokens, i);
      }
      if (ARITHMETIC.contains(operator.text()) && operator.kind() == Kind.OPERATOR) {
        arithmetic(tokens, i);
      }
      if (operator.kind() != Kind.OPERATOR || !OPERATORS.contains(operator.text())) {
        continue;
      }
      Family left = left(tokens, i - 1);
      Family right = right(tokens, i + 1);
      if (left != null && right != null && left != right) {
        findings.add(
            tree.at(operator.offset())
                .error(
                    DiagnosticCode.TYPE_MISMATCH,
                    "[" + operator.text() + "] compares " + left.name + " with " + right.name + ".",
                    left == Family.TEXT && right == Family.NUMBER
                        ? "Maybe the number should stand in quotes."
                        : null));
      }
    }
  }

  /** Numbers and text do not mix: Drools compares their sum as text. */
  private void arithmetic(List<Token> tokens, int i) {
    Token operator = tokens.get(i);
    Family left = left(tokens, i - 1);
    Family right = right(tokens, i + 1);
    boolean comparesSum =
        operator.is("+")
            && (left == Family.TEXT ^ right == Family.TEXT)
            && left != null
            && right != null
            && relationIn(tokens);
    boolean computes = !operator.is("+") && (left == Family.TEXT || right == Family.TEXT);
    if (computes || comparesSum) {
      findings.add(
          tree.at(operator.offset())
              .error(
                  DiagnosticCode.TYPE_MISMATCH,
                  "[" + operator.text() + "] computes with text.",
                  null));
    }
  }

  private static boolean relationIn(List<Token> tokens) {
    return tokens.stream()
        .anyMatch(t -> Set.of("<", ">", "<=", ">=").contains(t.text()) && !t.isName());
  }

  /** Operators with a name, which take text or a list. */
  private void named(List<Token> tokens, int i) {
    Token operator = tokens.get(i);
    String name = operator.text();
    Token before = ConstraintGate.at(tokens, i - 1);
    Family left = left(tokens, before != null && before.text().equals("not") ? i - 2 : i - 1);
    Family right = right(tokens, i + 1);
    boolean text = name.equals("matches") || name.equals("soundslike");
    boolean wrong =
        switch (name) {
          case "matches", "soundslike" -> isNot(left, Family.TEXT) || isNot(right, Family.TEXT);
          case "memberOf" -> isNot(right, Family.TEXT) && isNot(right, Family.LIST);
          default ->
              (isNot(left, Family.TEXT) && isNot(left, Family.LIST))
                  || (left == Family.TEXT && isNot(right, Family.TEXT));
        };
    if (wrong) {
      findings.add(
          tree.at(operator.offset())
              .error(
                  DiagnosticCode.TYPE_MISMATCH,
                  "[" + name + "] is for " + (text ? "text." : "lists, and for text in text."),
                  null));
    }
  }

  private static boolean isNot(@Nullable Family family, Family wanted) {
    return family != null && family != wanted;
  }

  private @Nullable Family left(List<Token> tokens, int end) {
    if (end < 0) {
      return null;
    }
    Token last = tokens.get(end);
    Token dot = ConstraintGate.at(tokens, end - 1);
    if (dot != null && dot.is(".") && last.isName()) {
      Token owner = ConstraintGate.at(tokens, end - 2);
      return owner != null && ends(ConstraintGate.at(tokens, end - 3)) ? member(owner, last) : null;
    }
    return ends(dot) ? single(last) : null;
  }

  private @Nullable Family right(List<Token> tokens, int start) {
    Token first = tokens.get(start);
    if (first.is("-")) {
      Token number = ConstraintGate.at(tokens, start + 1);
      return number != null && number.kind() == Kind.NUMBER ? Family.NUMBER : null;
    }
    Token next = ConstraintGate.at(tokens, start + 1);
    if (next != null && next.is(".")) {
      Token member = ConstraintGate.at(tokens, start + 2);
      return member != null && ends(ConstraintGate.at(tokens, start + 3))
          ? member(first, member)
          : null;
    }
    return ends(next) ? single(first) : null;
  }

  private static boolean ends(@Nullable Token token) {
    return token == null || ENDS.contains(token.text());
  }

  private @Nullable Family single(Token token) {
    return switch (token.kind()) {
      case STRING -> Family.TEXT;
      case NUMBER -> Family.NUMBER;
      case OPERATOR -> null;
      case NAME -> named(token.text());
    };
  }

  private @Nullable Family named(String name) {
    if (name.equals("true") || name.equals("false")) {
      return Family.BOOLEAN;
    }
    Scope.Variable variable = scope.find(name);
    if (variable != null) {
      return family(variable.kind());
    }
    return type == null ? null : fieldOf(type, name);
  }

  private @Nullable Family member(Token owner, Token member) {
    if (owner.text().equals("this")) {
      return type == null ? null : fieldOf(type, member.text());
    }
    Scope.Variable variable = scope.find(owner.text());
    EventType of = variable == null ? null : variable.type();
    return of == null ? null : fieldOf(of, member.text());
  }

  private static @Nullable Family fieldOf(EventType owner, String name) {
    int field = owner.indexOf(name);
    return field < 0 ? null : family(owner.fields().get(field).kind());
  }

  private static @Nullable Family family(@Nullable FieldKind kind) {
    if (kind == null) {
      return null;
    }
    return switch (kind) {
      case STRING -> Family.TEXT;
      case BOOLEAN -> Family.BOOLEAN;
      case INT, LONG, FLOAT, DOUBLE, DECIMAL -> Family.NUMBER;
      case LIST -> Family.LIST;
      case MAP -> Family.MAP;
      case ANY -> null;
    };
  }
}
