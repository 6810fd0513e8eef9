package io.tocsin.engine.plan;

/**
 * An equality between a pattern's own event and variables bound before it: what an index is built
 * on.
 *
 * @param own the value of the pattern's own fact (reads the pattern's slot only)
 * @param other the value of the variables bound before it
 */
public record EqualityJoin(Expression own, Expression other) {}
