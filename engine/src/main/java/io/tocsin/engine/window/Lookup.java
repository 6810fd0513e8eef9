package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import java.util.Collection;
import java.util.function.Function;

/** What a rule can look at beside events: rows of tables, and the own facts of its match's key. */
final class Lookup {
  private final Tables tables;
  private final OwnFacts facts;
  private final Function<Row, Object> key;

  /**
   * @param key the key of a match, by its values
   */
  Lookup(Tables tables, OwnFacts facts, Function<Row, Object> key) {
    this.tables = tables;
    this.facts = facts;
    this.key = key;
  }

  /**
   * The rows or facts that a match can meet at a pattern, in the order of their last change. Those
   * that are left out do not meet it.
   */
  Collection<Fact> rows(PatternPlan pattern, Row match) {
    return facts.has(pattern.type())
        ? facts.of(pattern.type(), key.apply(match))
        : tables.rows(pattern, match);
  }

  /** Whether a row or fact of the type has ever found no place. */
  boolean lacksRows(EventType type) {
    return tables.lacksRows(type) || facts.lacks(type);
  }

  /** Whether a fact of a match is still there. */
  boolean isThere(Fact fact) {
    return facts.isThere(fact.event().type(), fact.event().position());
  }
}
