package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Durations;
import io.tocsin.engine.pack.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.BehaviorDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.jspecify.annotations.Nullable;

/** Checks one pattern: its type, its constraints, its window. */
final class PatternGate {
  /** The longest window and temporal distance. */
  static final Duration LONGEST = Duration.ofDays(31);

  private static final int LONGEST_LENGTH = 1_000_000;
  private static final Set<String> ELEMENTS =
      Set.of(
          "Object",
          "String",
          "Number",
          "Boolean",
          "Integer",
          "Long",
          "Float",
          "Double",
          "BigDecimal",
          "List",
          "ArrayList",
          "Collection",
          "Set",
          "HashSet",
          "Map");

  private final SyntaxTree tree;
  private final TypeTable types;
  private final List<Diagnostic> findings;
  private boolean overEvents;

  PatternGate(SyntaxTree tree, TypeTable types, List<Diagnostic> findings) {
    this.tree = tree;
    this.types = types;
    this.findings = findings;
  }

  boolean overEvents() {
    return overEvents;
  }

  /** Checks a pattern and binds its variables; whether it uses variables of patterns before it. */
  boolean check(PatternDescr pattern, Scope scope) {
    String name = pattern.getObjectType();
    EventType type = ConditionGate.declared(types, tree, name);
    boolean results = pattern.getSource() instanceof AccumulateDescr && name.equals("Object");
    if (type == null && !results) {
      unknownType(pattern, name);
    }
    overEvents |= type != null && type.isEvent();
    if (!pattern.getAnnotations().isEmpty()) {
      findings.add(
          tree.at(pattern)
              .error(
                  DiagnosticCode.PATTERN_METADATA,
                  "Metadata on a pattern is not supported.",
                  "Leave it out."));
    }
    Set<String> before = Set.copyOf(scope.names());
    ConstraintGate constraints = new ConstraintGate(tree, type, results, scope, findings);
    for (BaseDescr constraint : pattern.getDescrs()) {
      if (constraint instanceof ExprConstraintDescr expression) {
        constraints.check(expression);
      }
    }
    if (pattern.getIdentifier() != null) {
      if (scope.isTaken(pattern.getIdentifier())) {
        findings.add(
            tree.at(pattern)
                .error(
                    DiagnosticCode.BOUND_TWICE,
                    "The variable [" + pattern.getIdentifier() + "] is bound already.",
                    "Another name binds another value."));
      }
      scope.bind(pattern.getIdentifier(), new Scope.Variable(type, null));
    }
    for (BehaviorDescr behavior : pattern.getBehaviors()) {
      window(behavior, type);
    }
    return constraints.used().stream().anyMatch(before::contains);
  }

  private void unknownType(PatternDescr pattern, String name) {
    String simple = name.replaceFirst("^java\\.(util|lang|math)\\.", "");
    boolean element =
        pattern.getSource() != null && (ELEMENTS.contains(simple) || isImported(name));
    if (element || !types.isComplete()) {
      return;
    }
    if (name.startsWith("/") || name.startsWith("?")) {
      findings.add(
          tree.at(pattern)
              .error(
                  DiagnosticCode.OOPATH, "Path patterns [" + name + "] are not supported.", null));
      return;
    }
    findings.add(
        tree.at(pattern)
            .error(
                DiagnosticCode.UNKNOWN_TYPE,
                "No type [" + name + "] is declared.",
                Suggestion.didYouMeanOr(name, types.types().keySet())));
  }

  private boolean isImported(String name) {
    return tree.root().getImports().stream()
        .map(ImportDescr::getTarget)
        .anyMatch(target -> target.equals(name) || target.endsWith("." + name));
  }

  private void window(BehaviorDescr behavior, @Nullable EventType type) {
    Pointer pointer = tree.at(behavior);
    if (type != null && !type.isEvent()) {
      findings.add(
          pointer.error(
              DiagnosticCode.WINDOW_ON_FACT,
              "The type [" + type.name() + "] is no event, so it cannot be in a window.",
              "Maybe its declaration lacks [@role(event)]."));
    }
    String kind = String.valueOf(behavior.getSubType());
    String size = behavior.getParameters().isEmpty() ? "" : behavior.getParameters().get(0).strip();
    boolean window = String.valueOf(behavior.getType()).equals("window");
    if (!window || (!kind.equals("time") && !kind.equals("length"))) {
      findings.add(
          pointer.error(
              DiagnosticCode.WINDOW_SIZE,
              "There is no window [" + behavior.getType() + ":" + kind + "].",
              "It may be [window:time(1m)] or [window:length(10)]."));
    } else if (kind.equals("time")) {
      time(pointer, size);
    } else if (!size.matches("\\d{1,9}")
        || Integer.parseInt(size) < 1
        || Integer.parseInt(size) > LONGEST_LENGTH) {
      findings.add(
          pointer.error(
              DiagnosticCode.WINDOW_SIZE,
              "The length of a window is ["
                  + size
                  + "]; it must be from [1] to ["
                  + LONGEST_LENGTH
                  + "].",
              null));
    }
  }

  private void time(Pointer pointer, String size) {
    Optional<Duration> duration = Durations.parseDrl(size);
    if (duration.isEmpty() || duration.get().isZero()) {
      findings.add(
          pointer.error(
              DiagnosticCode.WINDOW_SIZE,
              "The time of a window is [" + size + "]; it must be a length of time above zero.",
              "Maybe [window:time(1m)]; units are ms, s, m, h, d."));
    } else if (duration.get().compareTo(LONGEST) > 0) {
      findings.add(
          pointer.error(
              DiagnosticCode.WINDOW_SIZE,
              "The time of a window is [" + size + "], more than 31 days.",
              null));
    }
  }
}
