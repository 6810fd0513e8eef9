package io.tocsin.engine.analysis;

import io.tocsin.engine.pack.Diagnostic;
import io.tocsin.engine.pack.DiagnosticCode;
import io.tocsin.engine.pack.Suggestion;
import java.util.List;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.RuleDescr;

/** Checks one rule: metadata, attributes, condition, consequence. */
final class RuleGate {
  private static final int MAX_CONSEQUENCE = 20_000;

  private final SyntaxTree tree;
  private final RuleDescr rule;
  private final TypeTable types;
  private final List<Diagnostic> findings;

  RuleGate(SyntaxTree tree, RuleDescr rule, TypeTable types, List<Diagnostic> findings) {
    this.tree = tree;
    this.rule = rule;
    this.types = types;
    this.findings = findings;
  }

  void check() {
    for (AnnotationDescr annotation : rule.getAnnotations()) {
      metadata(annotation);
    }
    RuleMetadata time =
        RuleMetadata.read(
            rule,
            (name, message, hint) ->
                findings.add(placeOf(name).error(DiagnosticCode.RULE_METADATA, message, hint)));
    if (time.recover() != null) {
      RecoveryGate.check(time.recover(), rule, placeOf("recover"), findings);
    }
    if (rule.getParentName() != null) {
      findings.add(
          tree.at(rule)
              .error(
                  DiagnosticCode.RULE_EXTENDS,
                  "The rule ["
                      + rule.getName()
                      + "] extends ["
                      + rule.getParentName()
                      + "], which is not supported.",
                  "Write the shared patterns in each rule; equal windows share their state anyway."));
    }
    Scope scope = Scope.ofRule();
    ConditionGate condition = new ConditionGate(tree, types, findings);
    condition.check(rule.getLhs(), scope);
    for (AttributeDescr attribute : rule.getAttributes().values()) {
      RuleAttributes.check(tree, attribute, condition.overEvents(), findings);
    }
    if (!rule.getNamedConsequences().isEmpty()) {
      findings.add(
          tree.at(rule)
              .error(
                  DiagnosticCode.NAMED_CONSEQUENCE,
                  "The rule [" + rule.getName() + "] has more than one consequence.",
                  "Write one rule for each."));
      return;
    }
    consequence(scope);
  }

  private void consequence(Scope scope) {
    int start = tree.consequenceOf(rule);
    int end = rule.getEndCharacter();
    if (start < 0 || end < start) {
      return;
    }
    if (end - start > MAX_CONSEQUENCE) {
      findings.add(
          tree.at(start)
              .error(
                  DiagnosticCode.RULE_TOO_LARGE,
                  "The consequence of ["
                      + rule.getName()
                      + "] has more than ["
                      + MAX_CONSEQUENCE
                      + "] characters.",
                  null));
      return;
    }
    new ConsequenceGate(tree, rule, types, scope, findings).check(start, end);
  }

  private Pointer placeOf(String metadata) {
    return tree.at(tree.annotation(metadata, rule.getStartCharacter(), rule.getEndCharacter()));
  }

  private void metadata(AnnotationDescr annotation) {
    String name = annotation.getName();
    Pointer pointer = placeOf(name);
    if (!ThisVersion.RULE_METADATA.contains(name)) {
      findings.add(
          pointer.warning(
              DiagnosticCode.RULE_METADATA,
              "[@" + name + "] is not known and has no effect.",
              Suggestion.didYouMean(name, ThisVersion.RULE_METADATA)));
      return;
    }
    if (annotation.isDuplicated()) {
      findings.add(
          pointer.error(DiagnosticCode.RULE_METADATA, "[@" + name + "] stands here twice.", null));
    }
    String advice = ThisVersion.RULE_METADATA_TO_COME.get(name);
    if (advice != null) {
      findings.add(
          pointer.error(
              DiagnosticCode.NOT_IN_THIS_VERSION,
              "[@" + name + "] is not supported in this version.",
              advice));
    } else if (name.equals("severity") && annotation.getValue("value") == null) {
      findings.add(
          pointer.error(
              DiagnosticCode.RULE_METADATA,
              "[@severity] needs a value.",
              "Maybe [@severity(high)]."));
    }
  }
}
