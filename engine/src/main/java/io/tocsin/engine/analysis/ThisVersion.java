package io.tocsin.engine.analysis;

import java.util.Map;
import java.util.Set;

/** What the format defines and this version does not evaluate yet: refused, never ignored. */
final class ThisVersion {
  /** Rule metadata that the format defines. */
  static final Set<String> RULE_METADATA =
      Set.of(
          "for",
          "keepFiringFor",
          "cooldown",
          "update",
          "recover",
          "severity",
          "shadow",
          "backfill",
          "every",
          "session",
          "expires");

  /** Rule metadata that is not evaluated yet, with what to do in the meantime. */
  static final Map<String, String> RULE_METADATA_TO_COME =
      Map.of(
          "backfill", "Without it the rule begins with an empty window.",
          "shadow", "Until then, send the alerts of a new rule to a topic of their own.");

  private ThisVersion() {}
}
