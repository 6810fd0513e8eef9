package io.tocsin.engine.pack;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pack.yaml} says about one rule.
 *
 * @param severity null where only the rule's metadata (or the default) says it
 * @param labels labels of each alert
 * @param text the alert's text with {@code @{name}} for a field of the alert; null for none
 */
public record RuleSettings(
    @Nullable String severity, Map<String, String> labels, @Nullable String text) {
  public static final RuleSettings NONE = new RuleSettings(null, Map.of(), null);
}
