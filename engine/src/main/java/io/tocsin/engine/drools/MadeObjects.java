package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.RuleKey;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks over all rules that what they insert has a use. */
final class MadeObjects {
  private final List<RuleKey> rules;

  MadeObjects(List<RuleKey> rules) {
    this.rules = rules;
  }

  /** What is wrong, by rule; the first thing of each. */
  Map<String, Unplannable> check() {
    Set<String> used =
        rules.stream().flatMap(rule -> rule.uses().stream()).collect(Collectors.toSet());
    Map<String, Unplannable> wrong = new LinkedHashMap<>();
    for (RuleKey rule : rules) {
      rule.inserts().stream()
          .filter(type -> !used.contains(type))
          .findFirst()
          .ifPresent(type -> wrong.put(rule.rule(), unused(type)));
    }
    return wrong;
  }

  private static Unplannable unused(String type) {
    return new Unplannable(
        DiagnosticCode.UNUSED_OBJECT,
        "No rule has a pattern over [" + type + "], so nobody sees what is inserted.",
        "Maybe [out.emit(...)]: an inserted event goes to no topic.");
  }
}
