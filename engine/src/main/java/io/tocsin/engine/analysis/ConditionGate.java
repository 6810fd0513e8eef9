package io.tocsin.engine.analysis;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.CollectDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.EntryPointDescr;
import org.drools.drl.ast.descr.EvalDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ForallDescr;
import org.drools.drl.ast.descr.FromDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.jspecify.annotations.Nullable;

/**
 * Walks the condition of a rule, from the outside in, with the variables that each place can see.
 */
final class ConditionGate {
  private static final int MAX_DEPTH = 10;
  private static final int MAX_PATTERNS = 30;
  private static final Pattern FROM =
      Pattern.compile(
          "([\\p{L}_$][\\p{L}\\p{N}_$]*)((\\s*\\.\\s*[\\p{L}_$][\\p{L}\\p{N}_$]*(\\s*\\(\\s*\\))?)*)");

  private final SyntaxTree tree;
  private final TypeTable types;
  private final List<Diagnostic> findings;
  private final PatternGate patterns;
  private int seen;
  private boolean bound;

  ConditionGate(SyntaxTree tree, TypeTable types, List<Diagnostic> findings) {
    this.tree = tree;
    this.types = types;
    this.findings = findings;
    this.patterns = new PatternGate(tree, types, findings);
  }

  void check(AndDescr condition, Scope scope) {
    for (BaseDescr child : condition.getDescrs()) {
      walk(child, scope, 1, true);
    }
    if (seen > MAX_PATTERNS) {
      findings.add(
          tree.at(condition)
              .error(
                  DiagnosticCode.RULE_TOO_LARGE,
                  "The condition has [" + seen + "] patterns, more than [" + MAX_PATTERNS + "].",
                  "Maybe one rule can emit an event that another one uses."));
    }
  }

  /** Whether some pattern is over events. */
  boolean overEvents() {
    return patterns.overEvents();
  }

  private void walk(BaseDescr node, Scope scope, int depth, boolean top) {
    if (depth > MAX_DEPTH) {
      findings.add(
          tree.at(node)
              .error(
                  DiagnosticCode.RULE_TOO_LARGE,
                  "The condition is nested deeper than [" + MAX_DEPTH + "] levels.",
                  null));
      return;
    }
    if (node instanceof PatternDescr pattern) {
      pattern(pattern, scope, depth, top);
    } else if (node instanceof EvalDescr) {
      eval(tree.at(node));
    } else if (node instanceof NotDescr
        || node instanceof ExistsDescr
        || node instanceof ForallDescr) {
      children((ConditionalElementDescr) node, scope.inner(), depth, false);
    } else if (node instanceof OrDescr or) {
      alternatives(or, scope, depth, top);
    } else if (node instanceof AndDescr and) {
      children(and, scope, depth, top);
    } else {
      findings.add(
          tree.at(node)
              .error(
                  DiagnosticCode.NAMED_CONSEQUENCE,
                  "Branches and named consequences are not supported.",
                  "Write one rule for each."));
    }
  }

  private void children(ConditionalElementDescr node, Scope scope, int depth, boolean top) {
    for (Object child : node.getDescrs()) {
      if (child instanceof BaseDescr descr) {
        walk(descr, scope, depth + 1, top);
      }
    }
  }

  /** One alternative is not joined with another, so each begins with what was there before. */
  private void alternatives(OrDescr or, Scope scope, int depth, boolean top) {
    boolean before = bound;
    boolean after = before;
    List<Scope> branches = new ArrayList<>();
    for (BaseDescr child : or.getDescrs()) {
      bound = before;
      Scope branch = scope.inner();
      walk(child, branch, depth + 1, top);
      branches.add(branch);
      after |= bound;
    }
    branches.forEach(scope::adopt);
    bound = after;
  }

  private void eval(Pointer pointer) {
    findings.add(
        pointer.error(
            DiagnosticCode.EVAL,
            "[eval] is not supported.",
            "Write the condition in the brackets of a pattern, or as a result condition of accumulate."));
  }

  private void pattern(PatternDescr pattern, Scope scope, int depth, boolean top) {
    seen++;
    BaseDescr source = pattern.getSource();
    if (source instanceof AccumulateDescr accumulate) {
      accumulate(accumulate, scope, depth);
    } else if (source instanceof CollectDescr collect) {
      if (collect.getInputPattern() != null) {
        pattern(collect.getInputPattern(), scope.inner(), depth + 1, false);
      }
    } else if (source instanceof FromDescr from) {
      from(pattern, from, scope);
    } else if (source instanceof EntryPointDescr point) {
      findings.add(
          tree.at(pattern)
              .error(
                  DiagnosticCode.ENTRY_POINT,
                  "The entry point [" + point.getEntryId() + "] is not supported.",
                  "Events come from the sources of pack.yaml; their type tells them apart."));
    } else if (source != null) {
      findings.add(
          tree.at(pattern)
              .error(
                  DiagnosticCode.DECLARE_WINDOW,
                  "A declared window is not supported.",
                  "Write [over window:time(...)] at the pattern."));
    }
    boolean joined = patterns.check(pattern, scope);
    if (top && source == null) {
      if (bound && !joined) {
        findings.add(
            tree.at(pattern)
                .warning(
                    DiagnosticCode.UNJOINED,
                    "The pattern ["
                        + pattern.getObjectType()
                        + "] is not joined with those before it: each event meets every other one.",
                    "Maybe an equality with a variable of an earlier pattern is missing."));
      }
      bound = true;
    }
  }

  private void from(PatternDescr pattern, FromDescr from, Scope scope) {
    String expression = String.valueOf(from.getExpression()).strip();
    Matcher matcher = FROM.matcher(expression);
    if (!matcher.matches() || scope.find(matcher.group(1)) == null) {
      findings.add(
          tree.at(pattern)
              .error(
                  DiagnosticCode.FROM,
                  "[from " + expression + "] is not supported.",
                  "After [from] stands a field of an event that an earlier pattern has bound: [from $order.items]."));
    }
  }

  private void accumulate(AccumulateDescr accumulate, Scope scope, int depth) {
    Scope inner = scope.shadowing();
    if (accumulate.getInput() != null) {
      walk(accumulate.getInput(), inner, depth + 1, false);
    }
    if (!accumulate.isExternalFunction()) {
      findings.add(
          tree.at(accumulate)
              .error(
                  DiagnosticCode.ACCUMULATE_CODE,
                  "An accumulate with code of its own (init, action, result) is not supported.",
                  "The functions are " + AggregateGate.FUNCTIONS + "."));
      return;
    }
    new AggregateGate(tree, accumulate, inner, scope, findings).check();
  }

  /** The declared type that a pattern names, with or without its package. */
  static @Nullable EventType declared(TypeTable types, SyntaxTree tree, String name) {
    EventType type = types.type(name);
    String prefix = tree.root().getName() + ".";
    return type == null && name.startsWith(prefix)
        ? types.type(name.substring(prefix.length()))
        : type;
  }
}
