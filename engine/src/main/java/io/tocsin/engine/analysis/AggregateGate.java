package io.tocsin.engine.analysis;

import io.tocsin.engine.analysis.Tokens.Token;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AccumulateDescr.AccumulateFunctionCallDescr;
import org.drools.drl.ast.descr.GroupByDescr;
import org.jspecify.annotations.Nullable;

/** Checks the key and the functions of one accumulate or groupby. */
final class AggregateGate {
  /** The functions, with the kind of their result where it is always the same. */
  private static final Map<String, FieldKind> RESULTS =
      new TreeMap<>(
          Map.of(
              "count", FieldKind.LONG,
              "sum", FieldKind.ANY,
              "average", FieldKind.DOUBLE,
              "min", FieldKind.ANY,
              "max", FieldKind.ANY,
              "collectList", FieldKind.LIST,
              "collectSet", FieldKind.ANY));

  /** The names of the supported functions. */
  static final Set<String> FUNCTIONS = RESULTS.keySet();

  private static final Set<String> COMPUTING = Set.of("sum", "average");
  private static final Set<FieldKind> NUMBERS =
      Set.of(
          FieldKind.INT,
          FieldKind.LONG,
          FieldKind.FLOAT,
          FieldKind.DOUBLE,
          FieldKind.DECIMAL,
          FieldKind.ANY);

  private final SyntaxTree tree;
  private final AccumulateDescr accumulate;
  private final Scope inner;
  private final Scope outer;
  private final List<Diagnostic> findings;
  private int read;

  /**
   * @param inner what the source pattern binds
   * @param outer where the key and the results are bound
   */
  AggregateGate(
      SyntaxTree tree,
      AccumulateDescr accumulate,
      Scope inner,
      Scope outer,
      List<Diagnostic> findings) {
    this.tree = tree;
    this.accumulate = accumulate;
    this.inner = inner;
    this.outer = outer;
    this.findings = findings;
    this.read =
        accumulate.getInput() == null
            ? accumulate.getStartCharacter()
            : accumulate.getInput().getEndCharacter();
  }

  void check() {
    if (accumulate instanceof GroupByDescr group) {
      key(group);
    }
    for (AccumulateFunctionCallDescr function : accumulate.getFunctions()) {
      function(function);
    }
  }

  private void key(GroupByDescr group) {
    String expression = String.valueOf(group.getGroupingFunction());
    String name = group.getGroupingKey();
    if (name != null && !name.isBlank()) {
      bind(name, inner.find(expression.strip()) == null ? null : inner.find(expression.strip()));
    }
    int end = tree.masked().indexOf(';', Math.max(0, read));
    if (end > read && read >= 0) {
      variables(Tokens.of(tree.masked().substring(read, end), read));
      read = end;
    }
  }

  /** Binds a result, whose name must be a new one. */
  private void bind(String name, Scope.@Nullable Variable variable) {
    int at = next("(?<![\\w$])" + Pattern.quote(name) + "\\s*:");
    if (inner.isTaken(name) || outer.isTaken(name)) {
      add(
          at,
          DiagnosticCode.BOUND_TWICE,
          "The variable [" + name + "] is bound already.",
          "Another name binds another value.");
    }
    outer.bind(name, variable == null ? Scope.Variable.UNKNOWN : variable);
  }

  private void function(AccumulateFunctionCallDescr function) {
    String name = function.getFunction();
    FieldKind result = RESULTS.get(name);
    if (function.getBind() != null) {
      bind(function.getBind(), new Scope.Variable(null, kind(function, result)));
    }
    int call = next("\\b" + Pattern.quote(name) + "\\s*\\(");
    if (result == null) {
      add(
          call,
          DiagnosticCode.AGGREGATE,
          "The function [" + name + "] is not supported.",
          Suggestion.didYouMeanOr(name, FUNCTIONS));
      return;
    }
    int count = function.getParams().length;
    if (count > 1 || (count == 0 && !name.equals("count"))) {
      add(
          call,
          DiagnosticCode.FUNCTION_ARGUMENT,
          "The function [" + name + "] needs one argument and has [" + count + "].",
          null);
    } else if (count == 1) {
      argument(name, call);
    }
  }

  /** What is known of a function's result. */
  private @Nullable FieldKind kind(
      AccumulateFunctionCallDescr function, @Nullable FieldKind result) {
    if (result != FieldKind.ANY) {
      return result;
    }
    String[] arguments = function.getParams();
    Scope.Variable variable = arguments.length == 1 ? inner.find(arguments[0].strip()) : null;
    FieldKind kind = variable == null ? null : variable.kind();
    return function.getFunction().startsWith("collect") || kind == FieldKind.ANY ? null : kind;
  }

  private void argument(String function, int call) {
    int open = tree.masked().indexOf('(', call);
    int close = closing(open);
    if (open < 0 || close < 0) {
      return;
    }
    List<Token> tokens = Tokens.of(tree.masked().substring(open + 1, close), open + 1);
    read = close;
    Set<String> named = variables(tokens);
    boolean conditional = tokens.stream().anyMatch(token -> token.is("?"));
    if (named.size() > 1 || conditional) {
      add(
          open + 1,
          DiagnosticCode.FUNCTION_ARGUMENT,
          conditional
              ? "The argument of [" + function + "] cannot be a conditional."
              : "The argument of ["
                  + function
                  + "] computes with more than one variable "
                  + named
                  + ".",
          "Bind the expression in the source pattern, [$x : ( ... )], and write ["
              + function
              + "($x)].");
    }
    Scope.Variable variable = tokens.size() == 1 ? inner.find(tokens.get(0).text()) : null;
    FieldKind kind = variable == null ? null : variable.kind();
    if (kind != null && COMPUTING.contains(function) && !NUMBERS.contains(kind)) {
      add(
          open + 1,
          DiagnosticCode.TYPE_MISMATCH,
          "[" + function + "] adds numbers, and [" + tokens.get(0).text() + "] is none.",
          null);
    }
  }

  /** The variables that an expression reads; a name that is none is a finding. */
  private Set<String> variables(List<Token> tokens) {
    Set<String> named = new LinkedHashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token before = ConstraintGate.at(tokens, i - 1);
      Token behind = ConstraintGate.at(tokens, i + 1);
      boolean member = before != null && (before.is(".") || before.is("!.") || before.is("::"));
      boolean bound = behind != null && behind.is(":");
      if (!token.isName() || member || bound) {
        continue;
      }
      if (inner.find(token.text()) != null) {
        named.add(token.text());
      } else if (isUnknown(token, behind)) {
        add(
            token.offset(),
            DiagnosticCode.UNKNOWN_VARIABLE,
            "unknown variable [" + token.text() + "].",
            token.text().startsWith("$")
                ? Suggestion.didYouMeanOr(token.text(), inner.names())
                : "Bind it in the source pattern: [$" + token.text() + " : " + token.text() + "].");
      }
    }
    return named;
  }

  private static boolean isUnknown(Token token, @Nullable Token behind) {
    return !Set.of("new", "true", "false", "null", "java", "this", "instanceof")
            .contains(token.text())
        && !Character.isUpperCase(token.text().charAt(0))
        && (behind == null || !behind.is("("));
  }

  private int next(String pattern) {
    int from = Math.max(0, read);
    Matcher matcher = Pattern.compile(pattern).matcher(tree.masked());
    if (!matcher.find(Math.min(from, tree.masked().length()))) {
      return Math.max(0, accumulate.getStartCharacter());
    }
    read = matcher.end() - 1;
    return matcher.start();
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i >= 0 && i < tree.masked().length(); i++) {
      char c = tree.masked().charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private void add(int offset, DiagnosticCode code, String message, @Nullable String hint) {
    findings.add(tree.at(offset).error(code, message, hint));
  }
}
