package io.tocsin.engine.plan;

/**
 * How the start of one pattern's event lies relative to another's: {@code lower <= start -
 * otherStart <= upper}.
 *
 * @param slot the pattern's slot
 * @param otherSlot the other pattern's slot
 * @param lower milliseconds, {@link Long#MIN_VALUE} where unbounded
 * @param upper milliseconds, {@link Long#MAX_VALUE} where unbounded
 */
public record TimeRelation(int slot, int otherSlot, long lower, long upper) {}
