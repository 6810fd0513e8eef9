package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.RuleKey;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Diagnostic.Severity;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;

/** What a compiled pack's keys mean for a node, where it may surprise. */
final class KeyWarnings {
  private final Syntax syntax;
  private final List<Diagnostic> findings = new ArrayList<>();

  KeyWarnings(Syntax syntax) {
    this.syntax = syntax;
  }

  List<Diagnostic> of(List<RuleKey> rules) {
    for (RuleKey rule : rules) {
      if (!rule.stateless() && rule.isKeyless()) {
        warn(
            rule.rule(),
            DiagnosticCode.NO_KEY,
            "The rule [" + rule.rule() + "] has no key, so one shard evaluates it alone.",
            "Maybe group it, or join its events by an equality of their fields.");
      }
    }
    return findings;
  }

  private void warn(String rule, DiagnosticCode code, String message, String hint) {
    RuleText place = syntax.place(rule);
    findings.add(
        new Diagnostic(
            Severity.WARNING, code.code(), place.file(), place.line(), 1, message, hint));
  }
}
