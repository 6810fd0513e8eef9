package io.tocsin.engine.session;

/**
 * A limit was met for the first time, or has not been met for a minute of event time.
 *
 * @param limit the limit
 * @param rule the rule that met it; empty where it was no single rule, or at the end
 * @param at event time, epoch milliseconds
 * @param begins whether it was met
 */
public record Shedding(Limit limit, String rule, long at, boolean begins) {}
