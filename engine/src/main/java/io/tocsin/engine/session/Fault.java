package io.tocsin.engine.session;

import io.tocsin.engine.event.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A rule that threw, or used more than its budget.
 *
 * @param rule the rule's name
 * @param at event time of the instant
 * @param position the entry that was evaluated, as text; null where a deadline was
 * @param code which of the two
 * @param message what was thrown, for people
 * @param count how many faults the rule has had since it began or was lifted from quarantine
 * @param quarantined whether this fault put the rule into quarantine
 */
public record Fault(
    String rule,
    long at,
    @Nullable String position,
    ErrorCode code,
    String message,
    long count,
    boolean quarantined) {}
