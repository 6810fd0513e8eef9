package io.tocsin.engine.analysis;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one rule needs from routing.
 *
 * @param rule the rule's name
 * @param fields for each event type that the rule uses, the fields whose values make up its key;
 *     the lists have one length and are empty where the rule has no key
 * @param stateless whether the rule looks at one event alone, so that any shard may evaluate it
 * @param emits the literal topics of its {@code out.emit} calls
 */
public record RuleKey(
    String rule, Map<String, List<String>> fields, boolean stateless, Set<String> emits) {

  public boolean isKeyless() {
    return fields.values().stream().allMatch(List::isEmpty);
  }
}
