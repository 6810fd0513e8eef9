package io.tocsin.engine.plan;

/**
 * How the start of one pattern's event lies relative to another's start or end: {@code lower <=
 * start - other <= upper}.
 *
 * @param slot the pattern's slot
 * @param otherSlot the other pattern's slot
 * @param lower milliseconds, {@link Long#MIN_VALUE} where unbounded
 * @param upper milliseconds, {@link Long#MAX_VALUE} where unbounded
 * @param toEnd whether the distance is to the other's end, which only events that last have apart
 *     from their start
 */
public record TimeRelation(int slot, int otherSlot, long lower, long upper, boolean toEnd) {

  /** A relation to the other's start. */
  public TimeRelation(int slot, int otherSlot, long lower, long upper) {
    this(slot, otherSlot, lower, upper, false);
  }
}
