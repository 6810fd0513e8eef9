package io.tocsin.engine.drools;

import io.tocsin.engine.analysis.RuleKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts together the rules that must share a key group because they share what lives in its state:
 * an own fact, or an event that one of them inserts.
 *
 * <p>The key of such a unit may consist of less than the key of each of its rules alone. Example:
 * one rule inserts {@code Hot($k, $n)} for an {@code A($k : k, $n : n)}, another groups {@code Hot}
 * by {@code k}. The first could have the key (k, n); together they have k.
 */
final class KeyUnits {
  private final List<List<RuleKey>> units = new ArrayList<>();

  KeyUnits(List<RuleKey> rules) {
    List<RuleKey> left = new ArrayList<>(rules);
    while (!left.isEmpty()) {
      List<RuleKey> unit = new ArrayList<>(List.of(left.remove(0)));
      for (int i = 0; i < unit.size(); i++) {
        RuleKey member = unit.get(i);
        List<RuleKey> more = left.stream().filter(rule -> share(member, rule)).toList();
        left.removeAll(more);
        unit.addAll(more);
      }
      units.add(unit.size() == 1 && !shares(unit.get(0)) ? unit : agreed(unit));
    }
  }

  /** The units in the order of their first rules. */
  List<List<RuleKey>> units() {
    return units;
  }

  private static boolean shares(RuleKey rule) {
    return !rule.facts().isEmpty() || !rule.inserts().isEmpty();
  }

  private static boolean share(RuleKey one, RuleKey other) {
    return one.facts().stream().anyMatch(other.facts()::contains)
        || one.inserts().stream().anyMatch(other.uses()::contains)
        || other.inserts().stream().anyMatch(one.uses()::contains);
  }

  /** The rules with the key on which all of them can agree; without one where there is none. */
  private static List<RuleKey> agreed(List<RuleKey> unit) {
    List<RuleKey> waiting = new ArrayList<>(unit);
    List<Map<String, String>> choices = waiting.remove(0).choices();
    Set<String> seen = new HashSet<>(unit.get(0).fields().keySet());
    while (!waiting.isEmpty() && !choices.isEmpty()) {
      RuleKey next =
          waiting.stream()
              .filter(rule -> rule.fields().keySet().stream().anyMatch(seen::contains))
              .findFirst()
              .orElseThrow();
      waiting.remove(next);
      seen.addAll(next.fields().keySet());
      choices = merged(choices, next.choices());
    }
    List<Map<String, String>> key = waiting.isEmpty() ? choices : List.of();
    return unit.stream().map(rule -> rule.withFields(fields(rule, key))).toList();
  }

  private static List<Map<String, String>> merged(
      List<Map<String, String>> choices, List<Map<String, String>> others) {
    List<Map<String, String>> merged = new ArrayList<>();
    for (Map<String, String> choice : choices) {
      for (Map<String, String> other : others) {
        boolean shared = other.keySet().stream().anyMatch(choice::containsKey);
        boolean agree =
            other.entrySet().stream()
                .allMatch(e -> choice.getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()));
        if (shared && agree) {
          Map<String, String> both = new LinkedHashMap<>(choice);
          both.putAll(other);
          merged.add(both);
          break;
        }
      }
    }
    return merged;
  }

  private static Map<String, List<String>> fields(RuleKey rule, List<Map<String, String>> key) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String type : rule.fields().keySet()) {
      fields.put(type, key.stream().map(part -> part.getOrDefault(type, "")).toList());
    }
    return fields;
  }
}
