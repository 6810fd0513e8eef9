package io.tocsin.engine.session;

import org.jspecify.annotations.Nullable;

/**
 * A rule that is evaluated no more because it failed too often.
 *
 * @param rule the rule's name
 * @param count how many faults it had
 * @param since event time of the last of them, epoch milliseconds
 * @param at event time of the first of them, epoch milliseconds
 * @param position the entry of the first of them, as text; null where a deadline was
 * @param code the first one's stable code
 * @param reason what was thrown first, for people
 */
public record Quarantine(
    String rule,
    long count,
    long since,
    long at,
    @Nullable String position,
    String code,
    String reason) {}
