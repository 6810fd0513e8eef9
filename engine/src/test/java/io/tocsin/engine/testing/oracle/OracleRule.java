package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.Set;

/**
 * A rule as plain data: it prints itself as DRL and knows what it demands of a complete history.
 */
public sealed interface OracleRule
    permits WindowRule,
        SequenceRule,
        AbsenceRule,
        TriggeredRule,
        ExistsRule,
        OrRule,
        ForallRule,
        EachRule,
        TableRule,
        GroupRule,
        GroupedTriggeredRule,
        FactRule,
        InsertRule,
        EmittingRule,
        LastingRule,
        CooledRule,
        EpisodeOfMatches {
  String name();

  /** The rule's text. */
  String drl();

  /**
   * The alerts that the rule demands.
   *
   * @return in no particular order
   */
  List<OracleAlert> alerts(Story story);

  /**
   * Whether the rule might open or raise this where something before it was lost: what lacks an
   * alert that began a cooldown, or a match that kept an episode open, may say the next true thing.
   */
  default boolean allows(OracleAlert message, Story story) {
    return false;
  }

  /** Whether it means something in plain Drools too. */
  default boolean isPlain() {
    return true;
  }

  /** The features of the language that it is about: words to count cases by. */
  Set<String> features();
}
