package io.tocsin.engine.plan;

import java.util.List;

/**
 * The last time at which an event of a pattern can come for a match: the least of the times of
 * matched events plus a bound.
 *
 * @param bounds none where it can come at any time
 */
public record Ahead(List<Bound> bounds) {
  /** Where no event can come, because conditions contradict each other. */
  static final long PAST = -(1L << 60);

  /**
   * @param slot the slot of a positive pattern
   * @param upper how long after its event, milliseconds; may be negative
   */
  public record Bound(int slot, long upper) {}

  /** That time for a match, epoch milliseconds; {@link Long#MAX_VALUE} where there is none. */
  public long last(Row match) {
    long last = Long.MAX_VALUE;
    for (int i = 0; i < bounds.size(); i++) {
      Fact other = match.fact(bounds.get(i).slot());
      if (other != null) {
        last = Math.min(last, other.time() + bounds.get(i).upper());
      }
    }
    return last;
  }
}
