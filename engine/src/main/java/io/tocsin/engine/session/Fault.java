package io.tocsin.engine.session;

import org.jspecify.annotations.Nullable;

/**
 * A rule that threw.
 *
 * @param rule the rule's name
 * @param at event time of the instant
 * @param position the entry that was evaluated, as text; null where a deadline was
 * @param message what was thrown, for people
 * @param count how many faults the rule has had in this session
 * @param quarantined whether this fault put the rule into quarantine
 */
public record Fault(
    String rule,
    long at,
    @Nullable String position,
    String message,
    long count,
    boolean quarantined) {}
