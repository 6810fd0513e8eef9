package io.tocsin.engine.analysis;

import io.tocsin.engine.analysis.Tokens.Kind;
import io.tocsin.engine.analysis.Tokens.Token;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Suggestion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/** Checks what the consequence of a rule does with events and with the globals. */
final class ConsequenceGate {
  private static final Map<String, Set<String>> GLOBALS =
      Map.of("alerts", Set.of("raise", "open"), "out", Set.of("emit"));
  private static final Set<String> CHANGES = Set.of("update", "modify", "delete", "retract");
  private static final Set<String> CONTEXT = Set.of("drools", "kcontext");
  private static final Set<String> THIS = Set.of("this", "super");
  private static final Set<FieldKind> NO_NAMES =
      Set.of(
          FieldKind.BOOLEAN,
          FieldKind.INT,
          FieldKind.LONG,
          FieldKind.FLOAT,
          FieldKind.DOUBLE,
          FieldKind.DECIMAL,
          FieldKind.LIST,
          FieldKind.MAP);

  private final SyntaxTree tree;
  private final RuleDescr rule;
  private final TypeTable types;
  private final Scope scope;
  private final List<Diagnostic> findings;
  private boolean output;
  private boolean declaresClass;

  ConsequenceGate(
      SyntaxTree tree, RuleDescr rule, TypeTable types, Scope scope, List<Diagnostic> findings) {
    this.tree = tree;
    this.rule = rule;
    this.types = types;
    this.scope = scope;
    this.findings = findings;
  }

  /** Checks the text between two offsets of the file. */
  void check(int start, int end) {
    List<Token> tokens = Tokens.of(tree.masked().substring(start, end), start);
    Set<String> locals = locals(tokens);
    declaresClass =
        tokens.stream().anyMatch(token -> Set.of("class", "new", "enum").contains(token.text()));
    for (int i = 0; i < tokens.size(); i++) {
      Token before = ConstraintGate.at(tokens, i - 1);
      if (tokens.get(i).isName() && (before == null || !before.is("."))) {
        name(tokens, i, locals);
      }
    }
    if (!output) {
      findings.add(
          tree.at(rule)
              .warning(
                  DiagnosticCode.NO_OUTPUT,
                  "The rule ["
                      + rule.getName()
                      + "] does nothing: it raises no alert and emits no event.",
                  "Maybe [alerts.raise(key, \"name\", value);]."));
    }
  }

  private void name(List<Token> tokens, int i, Set<String> locals) {
    Token token = tokens.get(i);
    String name = token.text();
    Token next = ConstraintGate.at(tokens, i + 1);
    boolean call = next != null && next.is("(");
    if (call && (name.equals("insert") || CHANGES.contains(name) || name.equals("insertLogical"))) {
      action(tokens, i);
    } else if (THIS.contains(name) && !declaresClass) {
      add(
          token,
          DiagnosticCode.DROOLS_CONTEXT,
          "[" + name + "] is not there.",
          "Bind the event to a variable: [$e : Type()].");
    } else if (CONTEXT.contains(name) && next != null && next.is(".")) {
      add(
          token,
          DiagnosticCode.DROOLS_CONTEXT,
          "[" + name + "] is not there.",
          "A consequence has its variables, [alerts] and [out].");
    } else if (GLOBALS.containsKey(name)) {
      global(tokens, i);
    } else if (!locals.contains(name)) {
      variable(tokens, i);
    }
  }

  private void action(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    String name = token.text();
    output = true;
    if (name.equals("insertLogical")) {
      add(
          token,
          DiagnosticCode.INSERT_LOGICAL,
          "[insertLogical] is not supported.",
          "[alerts.open(...)] is open as long as the condition holds.");
      return;
    }
    Token argument = ConstraintGate.at(tokens, i + 2);
    Scope.Variable variable = argument == null ? null : scope.find(argument.text());
    EventType type = variable == null ? null : variable.type();
    if (CHANGES.contains(name) && type != null && isFixed(type)) {
      changed(token, "[" + name + "] of", type);
    } else if (name.equals("insert") && argument != null && type != null) {
      add(
          token,
          DiagnosticCode.WORKING_MEMORY_ACTION,
          "[insert] takes a new object, and [" + argument.text() + "] is there already.",
          "Maybe [insert(new " + type.name() + "(...))].");
    }
  }

  /** Whether rules cannot change facts of a type. */
  private boolean isFixed(EventType type) {
    return type.isEvent() || types.isRow(type);
  }

  private void changed(Token token, String what, EventType type) {
    add(
        token,
        DiagnosticCode.EVENT_CHANGED,
        what
            + (type.isEvent() ? " the event [" : " the row [")
            + type.name()
            + (type.isEvent()
                ? "] is not supported: an event cannot change once it has happened."
                : "] is not supported: the rows of a table come from its topic."),
        type.isEvent() ? "Maybe [out.emit(...)] with the changed values." : null);
  }

  private void global(List<Token> tokens, int i) {
    Token dot = ConstraintGate.at(tokens, i + 1);
    Token method = ConstraintGate.at(tokens, i + 2);
    if (dot == null || method == null || !dot.is(".")) {
      return;
    }
    Set<String> methods = GLOBALS.getOrDefault(tokens.get(i).text(), Set.of());
    output = true;
    if (!methods.contains(method.text())) {
      add(
          method,
          DiagnosticCode.OUTPUT_CALL,
          "[" + tokens.get(i).text() + "] has no method [" + method.text() + "].",
          Suggestion.didYouMeanOr(method.text(), methods));
      return;
    }
    int leading = method.text().equals("emit") ? 2 : 1;
    int count = arguments(tokens, i + 3);
    if (count >= 0 && (count < leading || (count - leading) % 2 != 0)) {
      add(
          method,
          DiagnosticCode.OUTPUT_CALL,
          count < leading
              ? "[" + method.text() + "] needs a key."
              : "A name in ["
                  + method.text()
                  + "] has no value: after the key stand name, value, name, value.",
          null);
    } else if (count >= 0) {
      names(tokens, i + 3, leading);
    }
  }

  /** What stands in the place of a name and cannot be one. */
  private void names(List<Token> tokens, int open, int leading) {
    int depth = 0;
    int argument = 0;
    for (int i = open; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += isOpen(token) ? 1 : isClose(token) ? -1 : 0;
      if (depth == 0) {
        return;
      }
      argument += token.is(",") && depth == 1 ? 1 : 0;
      boolean first = depth == 1 && (token.is(",") || i == open);
      Token value = ConstraintGate.at(tokens, i + 1);
      Token behind = ConstraintGate.at(tokens, i + 2);
      boolean alone = behind != null && (behind.is(",") || behind.is(")"));
      boolean name = argument >= leading && (argument - leading) % 2 == 0;
      if (first && name && alone && value != null && isNoName(value)) {
        add(
            value,
            DiagnosticCode.OUTPUT_CALL,
            "[" + value.text() + "] is no name of a field.",
            "After the key stand name, value, name, value; a name is a text in quotes.");
      }
    }
  }

  private boolean isNoName(Token value) {
    Scope.Variable variable = scope.find(value.text());
    return value.kind() == Kind.NUMBER
        || Set.of("true", "false", "null").contains(value.text())
        || (variable != null
            && (variable.type() != null
                || (variable.kind() != null && NO_NAMES.contains(variable.kind()))));
  }

  private static boolean isOpen(Token token) {
    return token.is("(") || token.is("[") || token.is("{");
  }

  private static boolean isClose(Token token) {
    return token.is(")") || token.is("]") || token.is("}");
  }

  /** How many arguments the call has whose bracket stands here; -1 where that is not clear. */
  private static int arguments(List<Token> tokens, int open) {
    Token bracket = ConstraintGate.at(tokens, open);
    if (bracket == null || !bracket.is("(")) {
      return -1;
    }
    int depth = 0;
    int commas = 0;
    for (int i = open; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (isOpen(token)) {
        depth++;
      } else if (isClose(token)) {
        if (--depth == 0) {
          return i == open + 1 ? 0 : commas + 1;
        }
      } else if (token.is(",") && depth == 1) {
        commas++;
      } else if (token.is("<") || token.is(">")) {
        // Commas of type arguments look like those between arguments.
        return -1;
      }
    }
    return -1;
  }

  private void variable(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    Scope.Variable variable = scope.find(token.text());
    if (variable == null) {
      if (token.text().startsWith("$")) {
        add(
            token,
            DiagnosticCode.UNKNOWN_VARIABLE,
            "unknown variable [" + token.text() + "].",
            Suggestion.didYouMeanOr(token.text(), scope.names()));
      }
      return;
    }
    EventType type = variable.type();
    Token dot = ConstraintGate.at(tokens, i + 1);
    Token member = ConstraintGate.at(tokens, i + 2);
    Token open = ConstraintGate.at(tokens, i + 3);
    if (type == null || dot == null || member == null || !dot.is(".") || !member.isName()) {
      return;
    }
    String name = member.text();
    if (open == null || !open.is("(")) {
      return;
    }
    boolean setter = name.startsWith("set") && name.length() > 3;
    if (setter && isFixed(type)) {
      changed(member, "[" + name + "] on", type);
    } else if (name.matches("(get|is)[A-Z_$]\\w*")
        && !name.equals("getClass")
        && !ConstraintGate.namesOf(type, true).contains(name)) {
      add(
          member,
          DiagnosticCode.UNKNOWN_FIELD,
          "unknown method [" + name + "] of " + type.name() + ".",
          Suggestion.didYouMeanOr(name, ConstraintGate.namesOf(type, true)));
    }
  }

  /**
   * Names that the consequence declares itself: those behind another name, as in {@code double x}.
   */
  private static Set<String> locals(List<Token> tokens) {
    Set<String> locals = new HashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token before = ConstraintGate.at(tokens, i - 1);
      Token next = ConstraintGate.at(tokens, i + 1);
      boolean declared =
          before != null
              && (before.kind() == Kind.NAME || before.is(">") || before.is("]"))
              && !Set.of("return", "new", "throw", "else", "instanceof").contains(before.text())
              && next != null
              && (next.is("=") || next.is(":") || next.is(";") || next.is(",") || next.is(")"));
      boolean parameter = next != null && next.is("->");
      if (tokens.get(i).isName() && (declared || parameter)) {
        locals.add(tokens.get(i).text());
      }
    }
    return locals;
  }

  private void add(Token token, DiagnosticCode code, String message, @Nullable String hint) {
    findings.add(tree.at(token.offset()).error(code, message, hint));
  }
}
