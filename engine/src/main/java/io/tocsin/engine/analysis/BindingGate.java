package io.tocsin.engine.analysis;

import io.tocsin.engine.analysis.Tokens.Kind;
import io.tocsin.engine.analysis.Tokens.Token;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what binds a variable ({@code $c : card}), because Drools takes less of the expression
 * than is written, or forgets the first of two values, without a word.
 */
final class BindingGate {
  /** What ends the bound value and begins a comparison. */
  private static final Set<String> COMPARES =
      Set.of("in", "not", "matches", "contains", "excludes", "memberOf", "soundslike", "str");

  /** Drools takes what stands before these alone. */
  private static final Set<String> CUTTING =
      Set.of("+", "-", "*", "/", "%", "&", "|", "^", "~", "?", "<<", ">>", ">>>");

  private final SyntaxTree tree;
  private final @Nullable EventType type;
  private final boolean results;
  private final Scope scope;
  private final List<Diagnostic> findings;

  BindingGate(
      SyntaxTree tree,
      @Nullable EventType type,
      boolean results,
      Scope scope,
      List<Diagnostic> findings) {
    this.tree = tree;
    this.type = type;
    this.results = results;
    this.scope = scope;
    this.findings = findings;
  }

  /** Checks the binding whose variable stands at an index. */
  void check(List<Token> tokens, int i) {
    Token variable = tokens.get(i);
    String name = variable.text();
    Token value = ConstraintGate.at(tokens, i + 2);
    if (results) {
      add(
          variable,
          DiagnosticCode.RESULT_BINDING,
          "A result condition cannot bind the variable [" + name + "].",
          "Write the expression in the condition itself, or compute it in the consequence.");
    } else if (scope.isTaken(name)) {
      add(
          variable,
          DiagnosticCode.BOUND_TWICE,
          "The variable [" + name + "] is bound already.",
          "Another name binds another value; [==] compares with the first one.");
    } else if (tokens.get(i + 1).is(":=")) {
      add(
          variable,
          DiagnosticCode.UNKNOWN_VARIABLE,
          "[:=] compares with a variable that is bound, and [" + name + "] is not.",
          "Write [" + name + " : ...] to bind it.");
    } else if (hidesField(name, value)) {
      add(
          variable,
          DiagnosticCode.BOUND_TWICE,
          "The variable [" + name + "] has the name of a field of its pattern.",
          "Maybe [$" + name + "].");
    } else if (value != null) {
      cut(tokens, i, end(tokens, i + 2));
    }
  }

  private boolean hidesField(String name, @Nullable Token value) {
    return type != null && type.indexOf(name) >= 0 && (value == null || !value.text().equals(name));
  }

  private void cut(List<Token> tokens, int i, int end) {
    Token first = tokens.get(i + 2);
    Token last = tokens.get(end - 1);
    boolean alias = end == i + 3 && first.isName() && scope.find(first.text()) != null;
    if (alias && (type == null || type.indexOf(first.text()) < 0)) {
      add(
          first,
          DiagnosticCode.BINDING_CUT,
          "A variable cannot be bound to the variable [" + first.text() + "].",
          "Use [" + first.text() + "] itself.");
      return;
    }
    int depth = 0;
    for (int at = i + 2; at < end; at++) {
      Token token = tokens.get(at);
      if (isOpen(token)) {
        depth++;
      } else if (isClose(token)) {
        depth--;
      } else if (depth == 0 && token.text().equals("instanceof")) {
        add(
            token,
            DiagnosticCode.BINDING_CUT,
            "The variable ["
                + tokens.get(i).text()
                + "] would be bound to the outcome of [instanceof], which would not be a condition.",
            "Write the condition and the binding apart.");
        return;
      } else if (depth == 0 && CUTTING.contains(operator(tokens, at))) {
        String written =
            tree.text().substring(first.offset(), last.offset() + last.text().length());
        add(
            token,
            DiagnosticCode.BINDING_CUT,
            "The variable ["
                + tokens.get(i).text()
                + "] would be bound to what stands before ["
                + operator(tokens, at)
                + "] alone.",
            "Write [" + tokens.get(i).text() + " : ( " + written.replaceAll("\\s+", " ") + " )].");
        return;
      }
    }
  }

  /** The index behind the bound value: where it is compared, the constraint or the bracket ends. */
  private static int end(List<Token> tokens, int start) {
    int depth = 0;
    for (int at = start; at < tokens.size(); at++) {
      Token token = tokens.get(at);
      String operator = operator(tokens, at);
      boolean compares =
          Comparisons.OPERATORS.contains(operator)
              || (at > start && token.isName() && isComparison(tokens, at));
      boolean ends = token.is(",") || token.is("&&") || token.is("||");
      if (depth == 0 && (compares || ends || isClose(token))) {
        return at;
      }
      at += Math.max(0, operator.length() - token.text().length());
      depth += isOpen(token) ? 1 : isClose(token) ? -1 : 0;
    }
    return tokens.size();
  }

  private static boolean isComparison(List<Token> tokens, int at) {
    Token before = ConstraintGate.at(tokens, at - 1);
    boolean member = before != null && (before.is(".") || before.is("!."));
    String name = tokens.get(at).text();
    return !member && (COMPARES.contains(name) || TemporalGate.OPERATORS.contains(name));
  }

  /** The operator at an index; shifts are two tokens without a blank between them. */
  private static String operator(List<Token> tokens, int at) {
    Token token = tokens.get(at);
    Token next = ConstraintGate.at(tokens, at + 1);
    boolean shift =
        (token.is("<") || token.is(">"))
            && next != null
            && next.is(token.text())
            && next.offset() == token.offset() + 1;
    String rest = shift ? operator(tokens, at + 1) : "";
    return token.kind() == Kind.OPERATOR ? token.text() + rest : "";
  }

  private static boolean isOpen(Token token) {
    return token.is("(") || token.is("[") || token.is("{");
  }

  private static boolean isClose(Token token) {
    return token.is(")") || token.is("]") || token.is("}");
  }

  private void add(Token token, DiagnosticCode code, String message, String hint) {
    findings.add(tree.at(token.offset()).error(code, message, hint));
  }
}
