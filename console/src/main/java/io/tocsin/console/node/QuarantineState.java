package io.tocsin.console.node;

import org.jspecify.annotations.Nullable;

/**
 * A rule that is evaluated no more on some shards because it failed too often.
 *
 * @param pack the rule's pack
 * @param rule the rule's name
 * @param shards on how many shards
 * @param faults how many faults it had on them together
 * @param at event time of the first fault of the first of them, epoch milliseconds
 * @param position the entry of that fault; null where a deadline was
 * @param code the stable code of that fault
 * @param reason what went wrong, one sentence
 */
public record QuarantineState(
    String pack,
    String rule,
    int shards,
    long faults,
    long at,
    @Nullable String position,
    String code,
    String reason) {}
