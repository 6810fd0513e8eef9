package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Places.Place;
import io.tocsin.engine.pack.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.drools.drl.ast.descr.RuleDescr;

/** Checks the rules of a pack, one by one and against each other. */
final class RuleSetGate {
  private static final int MAX_RULES = 10_000;

  private final Pack pack;
  private final TypeTable types;
  private final List<Diagnostic> findings;
  private final Map<String, Pointer> rules = new LinkedHashMap<>();

  RuleSetGate(Pack pack, TypeTable types, List<Diagnostic> findings) {
    this.pack = pack;
    this.types = types;
    this.findings = findings;
  }

  void check() {
    for (SyntaxTree tree : types.trees()) {
      for (RuleDescr rule : tree.root().getRules()) {
        if (rule.isRule()) {
          check(tree, rule);
        }
      }
    }
    if (rules.size() > MAX_RULES) {
      findings.add(
          new Pointer("pack.yaml", 1, 1)
              .error(
                  DiagnosticCode.TOO_MANY_RULES,
                  "The pack has [" + rules.size() + "] rules, more than [" + MAX_RULES + "].",
                  "Maybe it is several packs; or the rules differ in a constant that could be a table."));
    }
    settings();
  }

  private void check(SyntaxTree tree, RuleDescr rule) {
    Pointer pointer = tree.at(rule);
    if (rule.getName().contains("\"") || rule.getName().contains("\\")) {
      findings.add(
          pointer.error(
              DiagnosticCode.SYNTAX,
              "The name of a rule cannot have a quote or a backslash in it.",
              "Maybe single quotes in it."));
    }
    Pointer first = rules.putIfAbsent(rule.getName(), pointer);
    if (first != null) {
      findings.add(
          pointer.error(
              DiagnosticCode.DUPLICATE_RULE,
              "A second rule has the name [" + rule.getName() + "].",
              "The other one is in [" + first.file() + "], line [" + first.line() + "]."));
    }
    if (rule.getName().isBlank()) {
      findings.add(
          pointer.error(DiagnosticCode.DUPLICATE_RULE, "This rule has a blank name.", null));
    }
    new RuleGate(tree, rule, types, findings).check();
  }

  private void settings() {
    if (!types.isComplete()) {
      return;
    }
    for (String name : pack.rules().keySet()) {
      if (!rules.containsKey(name)) {
        Place place = pack.places().of("rules." + name);
        findings.add(
            new Pointer("pack.yaml", place.line(), place.column())
                .error(
                    DiagnosticCode.UNKNOWN_RULE,
                    "There is no rule [" + name + "].",
                    Suggestion.didYouMeanOr(name, rules.keySet())));
      }
    }
  }
}
