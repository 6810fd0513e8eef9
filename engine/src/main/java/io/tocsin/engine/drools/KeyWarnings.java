package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.RuleKey;
import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.Diagnostic.Severity;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PackPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a compiled pack's keys mean for a node, where it may surprise. */
final class KeyWarnings {
  private final PackPlan plan;
  private final Syntax syntax;
  private final List<Diagnostic> findings = new ArrayList<>();

  KeyWarnings(PackPlan plan, Syntax syntax) {
    this.plan = plan;
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
      rule.emits().forEach(topic -> derived(rule.rule(), topic));
    }
    return findings;
  }

  private void derived(String producer, String topic) {
    String type =
        plan.pack().sources().stream()
            .filter(source -> source.topic().equals(topic))
            .map(Source::type)
            .findFirst()
            .orElse(null);
    for (KeyGroup group : plan.keyGroups()) {
      if (uses(group, type) && !group.rules().contains(producer)) {
        warn(
            producer,
            DiagnosticCode.DERIVED_ON_A_NODE,
            "What the rule ["
                + producer
                + "] emits to ["
                + topic
                + "] reaches the rules "
                + group.rules()
                + " through the topic on a node, and is late there while other sources are quiet.",
            "Late ones are counted; replay and the embedded engine have them all in time.");
      }
    }
  }

  private static boolean uses(KeyGroup group, @Nullable String type) {
    return group.keyFields().keySet().stream().anyMatch(used -> used.name().equals(type));
  }

  private void warn(String rule, DiagnosticCode code, String message, String hint) {
    RuleText place = syntax.place(rule);
    findings.add(
        new Diagnostic(
            Severity.WARNING, code.code(), place.file(), place.line(), 1, message, hint));
  }
}
