package io.tocsin.engine.testing.oracle;

import java.util.List;

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
        EmittingRule {
  String name();

  /** The rule's text. */
  String drl();

  /**
   * The alerts that the rule demands.
   *
   * @return in no particular order
   */
  List<OracleAlert> alerts(Story story);
}
