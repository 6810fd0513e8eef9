package io.tocsin.engine.analysis;

import io.tocsin.engine.analysis.Tokens.Token;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one temporal operator: its parameters and what it relates. */
final class TemporalGate {
  /** The operators with the numbers of parameters that they may have. */
  private static final Map<String, Set<Integer>> PARAMETERS =
      Map.ofEntries(
          Map.entry("after", Set.of(0, 1, 2)),
          Map.entry("before", Set.of(0, 1, 2)),
          Map.entry("coincides", Set.of(0, 1, 2)),
          Map.entry("during", Set.of(0, 1, 2, 4)),
          Map.entry("includes", Set.of(0, 1, 2, 4)),
          Map.entry("finishes", Set.of(0, 1)),
          Map.entry("finishedby", Set.of(0, 1)),
          Map.entry("meets", Set.of(0, 1)),
          Map.entry("metby", Set.of(0, 1)),
          Map.entry("overlaps", Set.of(0, 1, 2)),
          Map.entry("overlappedby", Set.of(0, 1, 2)),
          Map.entry("starts", Set.of(0, 1)),
          Map.entry("startedby", Set.of(0, 1)));

  /** Their names. */
  static final Set<String> OPERATORS = PARAMETERS.keySet();

  private final SyntaxTree tree;
  private final @Nullable EventType type;
  private final Scope scope;
  private final List<Diagnostic> findings;

  TemporalGate(SyntaxTree tree, @Nullable EventType type, Scope scope, List<Diagnostic> findings) {
    this.tree = tree;
    this.type = type;
    this.scope = scope;
    this.findings = findings;
  }

  /** Checks the operator at an index; the index of its last token. */
  int check(List<Token> tokens, int i) {
    Token operator = tokens.get(i);
    int last = i;
    Token open = ConstraintGate.at(tokens, i + 1);
    if (open != null && open.is("[")) {
      last = i + 2;
      while (last < tokens.size() && !tokens.get(last).is("]")) {
        last++;
      }
      int end = last < tokens.size() ? tokens.get(last).offset() : open.offset() + 1;
      parameters(operator, open.offset() + 1, end);
    }
    Token left = ConstraintGate.at(tokens, i - 1);
    if (left != null && left.text().equals("this")) {
      event(left, type);
    }
    Token right = ConstraintGate.at(tokens, last + 1);
    Token behind = ConstraintGate.at(tokens, last + 2);
    if (right != null && right.isName() && (behind == null || !behind.is("."))) {
      Scope.Variable variable = scope.find(right.text());
      event(right, variable == null ? null : variable.type());
    }
    return Math.min(last, tokens.size() - 1);
  }

  private void event(Token token, @Nullable EventType related) {
    if (related != null && !related.isEvent()) {
      findings.add(
          tree.at(token.offset())
              .error(
                  DiagnosticCode.TEMPORAL_ON_FACT,
                  "["
                      + token.text()
                      + "] is of the type ["
                      + related.name()
                      + "], which is no event and has no time.",
                  "Maybe its declaration lacks [@role(event)]."));
    }
  }

  private void parameters(Token operator, int from, int to) {
    String[] written = tree.text().substring(from, Math.max(from, to)).split(",", -1);
    String name = operator.text();
    int count = written.length == 1 && written[0].isBlank() ? 0 : written.length;
    if (!PARAMETERS.getOrDefault(name, Set.of()).contains(count)) {
      add(
          operator,
          DiagnosticCode.TEMPORAL_RANGE,
          "[" + name + "] cannot have [" + count + "] parameters.",
          null);
      return;
    }
    if (count == 4) {
      // Because the executable model evaluates four parameters the other way round.
      add(
          operator,
          DiagnosticCode.NOT_IN_THIS_VERSION,
          "[" + name + "] with four parameters is not supported in this version.",
          "Two parameters bound both distances.");
      return;
    }
    List<Long> bounds = new ArrayList<>();
    for (String parameter : count == 0 ? new String[0] : written) {
      Long bound = bound(operator, parameter.strip());
      if (bound == null) {
        return;
      }
      bounds.add(bound);
    }
    boolean ordered = !name.equals("coincides");
    for (int i = 0; ordered && i + 1 < bounds.size(); i += 2) {
      if (bounds.get(i) > bounds.get(i + 1)) {
        add(
            operator,
            DiagnosticCode.TEMPORAL_RANGE,
            "The range ["
                + written[i].strip()
                + ", "
                + written[i + 1].strip()
                + "] of ["
                + name
                + "] is empty: its lower bound is above its upper bound.",
            "Maybe [" + name + "[" + written[i + 1].strip() + "," + written[i].strip() + "]].");
        return;
      }
    }
  }

  private @Nullable Long bound(Token operator, String written) {
    if (written.equals("*")) {
      return Long.MAX_VALUE;
    }
    if (written.startsWith("-")) {
      String opposite = operator.text().equals("after") ? "before" : "after";
      add(
          operator,
          DiagnosticCode.NEGATIVE_TEMPORAL,
          "The parameter [" + written + "] of [" + operator.text() + "] is negative.",
          "Maybe [" + opposite + "] with a positive range is meant.");
      return null;
    }
    Optional<Duration> duration = Durations.parseDrl(written);
    if (duration.isEmpty()) {
      add(
          operator,
          DiagnosticCode.TEMPORAL_RANGE,
          "The parameter [" + written + "] of [" + operator.text() + "] is no length of time.",
          "Units are ms, s, m, h, d.");
      return null;
    }
    if (duration.get().compareTo(PatternGate.LONGEST) > 0) {
      add(
          operator,
          DiagnosticCode.TEMPORAL_RANGE,
          "The parameter [" + written + "] of [" + operator.text() + "] is more than 31 days.",
          null);
      return null;
    }
    return duration.get().toMillis();
  }

  private void add(Token operator, DiagnosticCode code, String message, @Nullable String hint) {
    findings.add(tree.at(operator.offset()).error(code, message, hint));
  }
}
