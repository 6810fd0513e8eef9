package io.tocsin.engine.testing.oracle;

import java.util.List;

/**
 * Where an event lies in time, seen from another event of the rule: {@code this after[from,to]
 * $eN}. Both are points in time. All bounds are inclusive.
 *
 * @param relation the temporal operator
 * @param from least distance, milliseconds; 0 for all but {@code after} and {@code before}
 * @param to greatest distance, milliseconds
 * @param step which earlier pattern of the rule
 */
public record TimeBound(Relation relation, long from, long to, int step) {

  /**
   * The temporal operators that two points can meet. For points, {@code starts} and {@code
   * finishedby} are a little before the other, {@code startedby} and {@code finishes} a little
   * after it.
   */
  public enum Relation {
    AFTER("after"),
    BEFORE("before"),
    COINCIDES("coincides"),
    MEETS("meets"),
    MET_BY("metby"),
    STARTS("starts"),
    STARTED_BY("startedby"),
    FINISHES("finishes"),
    FINISHED_BY("finishedby");

    private final String word;

    Relation(String word) {
      this.word = word;
    }
  }

  public static TimeBound after(long from, long to, int step) {
    return new TimeBound(Relation.AFTER, from, to, step);
  }

  public static TimeBound before(long from, long to, int step) {
    return new TimeBound(Relation.BEFORE, from, to, step);
  }

  boolean holds(OracleEvent candidate, List<OracleEvent> match) {
    long distance = candidate.at() - match.get(step).at();
    return switch (relation) {
      case AFTER -> from <= distance && distance <= to;
      case BEFORE -> from <= -distance && -distance <= to;
      case COINCIDES, MEETS, MET_BY -> Math.abs(distance) <= to;
      case STARTS, FINISHED_BY -> 0 < -distance && -distance <= to;
      case STARTED_BY, FINISHES -> 0 < distance && distance <= to;
    };
  }

  /** The greatest distance after the other event, milliseconds; negative where it is before it. */
  long most() {
    return switch (relation) {
      case AFTER, COINCIDES, MEETS, MET_BY, STARTED_BY, FINISHES -> to;
      case BEFORE -> -from;
      case STARTS, FINISHED_BY -> -1;
    };
  }

  /** The least distance after the other event, milliseconds. */
  long least() {
    return switch (relation) {
      case AFTER -> from;
      case BEFORE, COINCIDES, MEETS, MET_BY, STARTS, FINISHED_BY -> -to;
      case STARTED_BY, FINISHES -> 1;
    };
  }

  /** The last time at which an event can meet this bound, epoch milliseconds. */
  long latest(List<OracleEvent> match) {
    long other = match.get(step).at();
    return switch (relation) {
      case AFTER, COINCIDES, MEETS, MET_BY, STARTED_BY, FINISHES -> other + to;
      case BEFORE -> other - from;
      case STARTS, FINISHED_BY -> other - 1;
    };
  }

  String drl() {
    String range =
        switch (relation) {
          case AFTER, BEFORE -> "[" + Drl.duration(from) + "," + Drl.duration(to) + "]";
          default -> to == 0 ? "" : "[" + Drl.duration(to) + "]";
        };
    return "this " + relation.word + range + " $e" + step;
  }
}
