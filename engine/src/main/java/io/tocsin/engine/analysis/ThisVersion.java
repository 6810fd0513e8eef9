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
          "for", "Without it the rule alerts at once.",
          "keepFiringFor", "Without it an episode resolves as soon as its condition ends.",
          "cooldown", "Until then, receivers of the alerts can hold back repetitions.",
          "recover", "Without it an episode resolves when its condition ends.",
          "every", "Without it a window is judged at each event.",
          "session", "Maybe a window of time serves until then.",
          "backfill", "Without it the rule begins with an empty window.",
          "shadow", "Until then, send the alerts of a new rule to a topic of their own.");

  /** Keys of {@code pack.yaml} that are not evaluated yet. */
  static final Set<String> PACK_KEYS_TO_COME = Set.of("trigger");

  private ThisVersion() {}
}
