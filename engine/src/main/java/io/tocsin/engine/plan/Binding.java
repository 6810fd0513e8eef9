package io.tocsin.engine.plan;

/**
 * A named value of a pattern ({@code $c : card}).
 *
 * @param name the variable's name
 * @param slot where the value goes
 * @param expression computes it from the pattern's fact and what is bound before
 */
public record Binding(String name, int slot, Expression expression) {}
