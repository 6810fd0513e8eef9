package io.tocsin.engine.analysis;

import io.tocsin.engine.analysis.Tokens.Token;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.Field;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Suggestion;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.jspecify.annotations.Nullable;

/** Checks the names, the comparisons and the temporal operators of one pattern's constraints. */
final class ConstraintGate {
  private static final Set<String> WORDS =
      Set.of(
          "this",
          "true",
          "false",
          "null",
          "new",
          "instanceof",
          "and",
          "or",
          "not",
          "in",
          "matches",
          "contains",
          "excludes",
          "memberOf",
          "soundslike",
          "str",
          "int",
          "long",
          "double",
          "float",
          "boolean");
  private static final Set<String> STRING_OPERATORS = Set.of("startsWith", "endsWith", "length");
  private static final Set<String> OBJECT_METHODS = Set.of("toString", "hashCode", "equals");

  private final SyntaxTree tree;
  private final @Nullable EventType type;
  private final boolean results;
  private final Scope scope;
  private final List<Diagnostic> findings;
  private final Set<String> used = new HashSet<>();

  /**
   * @param type the pattern's declared type; null where it is none, so that its fields are not
   *     known
   * @param results whether these are the result conditions of an accumulate, which see variables
   *     only
   */
  ConstraintGate(
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

  /** The variables that the constraints read. */
  Set<String> used() {
    return used;
  }

  void check(ExprConstraintDescr constraint) {
    String masked = tree.maskedTextOf(constraint, constraint.getExpression());
    int start = Math.max(0, constraint.getStartCharacter());
    if (constraint.getExpression().startsWith("/") || constraint.getExpression().startsWith("?/")) {
      add(start, DiagnosticCode.OOPATH, "Path expressions are not supported.", null);
      return;
    }
    List<Token> tokens = Tokens.of(masked, start);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (isStringOperator(tokens, i)) {
        stringOperator(token);
      } else if (token.isName() && !isMember(tokens, i)) {
        regex(tokens, i);
        i = name(tokens, i);
      }
    }
    new Comparisons(tree, type, scope, findings).check(tokens);
  }

  /** Checks the name at an index; the index of the last token that belongs to it. */
  private int name(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    String name = token.text();
    Token next = at(tokens, i + 1);
    if (name.equals("eval") && next != null && next.is("(")) {
      add(
          token.offset(),
          DiagnosticCode.EVAL,
          "[eval] is not supported.",
          "Write its expression without [eval] around it.");
      return i;
    }
    if (TemporalGate.OPERATORS.contains(name) && i > 0 && !isField(name)) {
      return new TemporalGate(tree, type, scope, findings).check(tokens, i);
    }
    if (next != null && next.is(":=") && scope.find(name) != null) {
      used.add(name);
      return i + 1;
    }
    if (next != null && (next.is(":") || next.is(":=")) && startsExpression(tokens, i)) {
      new BindingGate(tree, type, results, scope, findings).check(tokens, i);
      scope.bind(name, bound(tokens, i + 2));
      return i + 1;
    }
    if (name.equals("this")) {
      return member(tokens, i, type);
    }
    if (WORDS.contains(name) && !isField(name)) {
      return i;
    }
    Scope.Variable variable = scope.find(name);
    if (variable != null) {
      used.add(name);
      return member(tokens, i, variable.type());
    }
    if (!isField(name)) {
      unknown(token, next);
    }
    return i;
  }

  /** Checks {@code .field} or {@code .getField()} behind a name of that type. */
  private int member(List<Token> tokens, int i, @Nullable EventType owner) {
    Token dot = at(tokens, i + 1);
    Token member = at(tokens, i + 2);
    if (dot == null || member == null || !(dot.is(".") || dot.is("!.")) || !member.isName()) {
      return i;
    }
    Token after = at(tokens, i + 3);
    boolean call = after != null && after.is("(");
    if (owner != null && !has(owner, member.text(), call)) {
      add(
          member.offset(),
          DiagnosticCode.UNKNOWN_FIELD,
          (call ? "unknown method [" : "unknown field [")
              + member.text()
              + "] of "
              + owner.name()
              + ".",
          Suggestion.didYouMeanOr(member.text(), namesOf(owner, call)));
    }
    return i + 2;
  }

  private void stringOperator(Token token) {
    if (!STRING_OPERATORS.contains(token.text())) {
      add(
          token.offset(),
          DiagnosticCode.SYNTAX,
          "[str] has no operator [" + token.text() + "].",
          Suggestion.didYouMeanOr(token.text(), STRING_OPERATORS));
    }
  }

  /**
   * Because the pattern is compiled when the rule is loaded, one that cannot be must not get there.
   */
  private void regex(List<Token> tokens, int i) {
    Token literal = at(tokens, i + 1);
    Token behind = at(tokens, i + 2);
    boolean alone = behind == null || behind.is(",") || behind.is(")") || behind.is("&&");
    if (!tokens.get(i).text().equals("matches")
        || literal == null
        || literal.kind() != Tokens.Kind.STRING
        || !alone) {
      return;
    }
    int from = literal.offset() + 1;
    String written = tree.text().substring(from, from + literal.text().length() - 2);
    try {
      Pattern.compile(written.translateEscapes());
    } catch (PatternSyntaxException e) {
      add(
          literal.offset(),
          DiagnosticCode.BAD_REGEX,
          "The regular expression [" + written + "] cannot be read: " + e.getDescription() + ".",
          null);
    } catch (IllegalArgumentException e) {
      add(
          literal.offset(),
          DiagnosticCode.BAD_REGEX,
          "The text [" + written + "] has an escape that there is not.",
          "A backslash stands twice in a text.");
    }
  }

  private void unknown(Token token, @Nullable Token next) {
    String name = token.text();
    boolean call = next != null && next.is("(");
    boolean classOrPackage =
        Character.isUpperCase(name.charAt(0))
            || (name.equals("java") && next != null && next.is("."));
    if (classOrPackage) {
      return;
    }
    if (results || name.startsWith("$")) {
      add(
          token.offset(),
          DiagnosticCode.UNKNOWN_VARIABLE,
          "unknown variable [" + name + "].",
          Suggestion.didYouMeanOr(name, scope.names()));
    } else if (type != null && !(call && has(type, name, true))) {
      Set<String> known = new LinkedHashSet<>(namesOf(type, call));
      known.addAll(scope.names());
      String hint = Suggestion.didYouMean(name, known);
      add(
          token.offset(),
          DiagnosticCode.UNKNOWN_FIELD,
          (call ? "unknown method [" : "unknown field [") + name + "] of " + type.name() + ".",
          hint != null ? hint : Suggestion.didYouMeanOr(name, namesOf(type, call)));
    }
  }

  /** What is known of a variable that takes the value of the expression from here on. */
  private Scope.Variable bound(List<Token> tokens, int i) {
    Token name = at(tokens, i);
    Token after = at(tokens, i + 1);
    if (name == null || type == null) {
      return Scope.Variable.UNKNOWN;
    }
    if (name.text().equals("this") && after == null) {
      return new Scope.Variable(type, null);
    }
    int field = type.indexOf(name.text());
    boolean alone =
        after == null
            || after.is("&&")
            || after.is("||")
            || after.is(")")
            || Comparisons.OPERATORS.contains(after.text());
    return field >= 0 && alone
        ? new Scope.Variable(null, type.fields().get(field).kind())
        : Scope.Variable.UNKNOWN;
  }

  private boolean isField(String name) {
    return type != null && type.indexOf(name) >= 0;
  }

  private static boolean has(EventType owner, String name, boolean call) {
    return namesOf(owner, call).contains(name) || (call && OBJECT_METHODS.contains(name));
  }

  /** The fields of a type, or the names of their getters. */
  static Set<String> namesOf(EventType owner, boolean getters) {
    Set<String> names = new LinkedHashSet<>();
    for (Field field : owner.fields()) {
      names.add(getters ? getter(field) : field.name());
    }
    return names;
  }

  static String getter(Field field) {
    boolean is = field.primitive() && field.kind() == FieldKind.BOOLEAN;
    return (is ? "is" : "get")
        + Character.toUpperCase(field.name().charAt(0))
        + field.name().substring(1);
  }

  private static boolean startsExpression(List<Token> tokens, int i) {
    Token before = at(tokens, i - 1);
    return before == null || before.is("(") || before.is("&&") || before.is("||") || before.is(",");
  }

  private static boolean isMember(List<Token> tokens, int i) {
    Token before = at(tokens, i - 1);
    return before != null && (before.is(".") || before.is("!.") || before.is("::"));
  }

  /** Whether this is the word in {@code str[startsWith]}. */
  private static boolean isStringOperator(List<Token> tokens, int i) {
    Token before = at(tokens, i - 1);
    Token operator = at(tokens, i - 2);
    return before != null && before.is("[") && operator != null && operator.text().equals("str");
  }

  static @Nullable Token at(List<Token> tokens, int i) {
    return i >= 0 && i < tokens.size() ? tokens.get(i) : null;
  }

  private void add(int offset, DiagnosticCode code, String message, @Nullable String hint) {
    findings.add(tree.at(offset).error(code, message, hint));
  }
}
