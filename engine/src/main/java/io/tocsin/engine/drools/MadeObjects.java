package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.RuleKey;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.DiagnosticCode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks over all rules that what they insert has a use and an end. */
final class MadeObjects {
  private final List<RuleKey> rules;
  private final Set<String> used;
  private final Set<String> ending = new HashSet<>();

  MadeObjects(List<EventType> types, List<RuleKey> rules) {
    this.rules = rules;
    this.used = rules.stream().flatMap(rule -> rule.uses().stream()).collect(Collectors.toSet());
    rules.forEach(rule -> ending.addAll(rule.deletes()));
    types.stream()
        .filter(type -> type.isEvent() || type.expiresMillis().isPresent())
        .forEach(type -> ending.add(type.name()));
  }

  /** The names of the types of which rules make objects. */
  Set<String> made() {
    return rules.stream().flatMap(rule -> rule.makes().stream()).collect(Collectors.toSet());
  }

  /** What is wrong, by rule; one thing of each. */
  Map<String, Unplannable> check() {
    Map<String, Unplannable> wrong = new LinkedHashMap<>();
    for (RuleKey rule : rules) {
      for (String type : rule.makes()) {
        if (!used.contains(type)) {
          wrong.put(rule.rule(), unused(type));
        } else if (!ending.contains(type)) {
          wrong.put(rule.rule(), endless(type));
        }
      }
    }
    return wrong;
  }

  private static Unplannable unused(String type) {
    return new Unplannable(
        DiagnosticCode.UNUSED_OBJECT,
        "No rule has a pattern over [" + type + "], so nobody sees what is inserted.",
        "Maybe [out.emit(...)]: an inserted event goes to no topic.");
  }

  private static Unplannable endless(String type) {
    return new Unplannable(
        DiagnosticCode.ENDLESS_FACT,
        "Facts of type ["
            + type
            + "] would be there for ever: they do not expire, and no rule deletes them.",
        "Give the type @expires(1h), or delete them in a rule: delete($fact).");
  }
}
