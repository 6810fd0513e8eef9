package io.tocsin.engine.testing.oracle;

import java.util.List;

/**
 * {@code this after[from,to] $eN} or {@code this before[from,to] $eN}; both bounds inclusive.
 *
 * @param direction on which side of the other event
 * @param from least distance, milliseconds
 * @param to greatest distance, milliseconds
 * @param step which earlier pattern of the rule
 */
public record TimeBound(Direction direction, long from, long to, int step) {

  /** Where this event lies, seen from the other one. */
  public enum Direction {
    AFTER,
    BEFORE
  }

  public static TimeBound after(long from, long to, int step) {
    return new TimeBound(Direction.AFTER, from, to, step);
  }

  public static TimeBound before(long from, long to, int step) {
    return new TimeBound(Direction.BEFORE, from, to, step);
  }

  boolean holds(OracleEvent candidate, List<OracleEvent> match) {
    long distance = candidate.at() - match.get(step).at();
    long signed = direction == Direction.AFTER ? distance : -distance;
    return from <= signed && signed <= to;
  }

  /** The last time at which an event can meet this bound, epoch milliseconds. */
  long latest(List<OracleEvent> match) {
    long other = match.get(step).at();
    return direction == Direction.AFTER ? other + to : other - from;
  }

  String drl() {
    String operator = direction == Direction.AFTER ? "after" : "before";
    return "this " + operator + "[" + Drl.duration(from) + "," + Drl.duration(to) + "] $e" + step;
  }
}
