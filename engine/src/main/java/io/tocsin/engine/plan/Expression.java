package io.tocsin.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * A value over the variables of a match, compiled from the rule. May throw whatever the author's
 * Java throws.
 */
@FunctionalInterface
public interface Expression {
  @Nullable Object evaluate(Row row);
}
