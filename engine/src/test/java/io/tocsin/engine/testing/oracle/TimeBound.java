package io.tocsin.engine.testing.oracle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where an event lies in time, seen from another event of the rule: {@code this after[1s,5s] $eN}.
 * An event reaches from its start to its end, which are the same for a point in time. All
 * parameters are inclusive.
 *
 * @param relation the temporal operator
 * @param parameters as many as {@link Relation#parameters()} allows, milliseconds
 * @param step which earlier pattern of the rule
 */
public record TimeBound(Relation relation, List<Long> parameters, int step) {
  private static final long FAR = Long.MAX_VALUE;

  /** The temporal operators with the numbers of parameters that make them bounded. */
  public enum Relation {
    AFTER(2),
    BEFORE(2),
    COINCIDES(0, 1, 2),
    DURING(0, 1, 2),
    INCLUDES(0, 1, 2),
    MEETS(0, 1),
    MET_BY(0, 1),
    STARTS(0, 1),
    STARTED_BY(0, 1),
    FINISHES(0, 1),
    FINISHED_BY(0, 1),
    OVERLAPS(0, 1, 2),
    OVERLAPPED_BY(0, 1, 2);

    private final List<Integer> parameters;

    Relation(Integer... parameters) {
      this.parameters = List.of(parameters);
    }

    List<Integer> parameters() {
      return parameters;
    }

    /** Whether points in time can meet it: none lies within another. */
    boolean joinsPoints() {
      return this != DURING && this != INCLUDES && this != OVERLAPS && this != OVERLAPPED_BY;
    }

    /** How DRL writes it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace("_", "");
    }
  }

  public static TimeBound after(long from, long to, int step) {
    return new TimeBound(Relation.AFTER, List.of(from, to), step);
  }

  public static TimeBound before(long from, long to, int step) {
    return new TimeBound(Relation.BEFORE, List.of(from, to), step);
  }

  boolean holds(OracleEvent candidate, List<OracleEvent> match) {
    long start = candidate.at();
    long end = candidate.end();
    long otherStart = match.get(step).at();
    long otherEnd = match.get(step).end();
    return switch (relation) {
      case AFTER -> isWithin(start - otherEnd);
      case BEFORE -> isWithin(otherStart - end);
      case COINCIDES ->
          Math.abs(start - otherStart) <= tolerance(0) && Math.abs(end - otherEnd) <= tolerance(1);
      case DURING -> isWithin(start - otherStart) && isWithin(otherEnd - end);
      case INCLUDES -> isWithin(otherStart - start) && isWithin(end - otherEnd);
      case MEETS -> Math.abs(otherStart - end) <= tolerance(0);
      case MET_BY -> Math.abs(start - otherEnd) <= tolerance(0);
      case STARTS -> Math.abs(start - otherStart) <= tolerance(0) && end < otherEnd;
      case STARTED_BY -> Math.abs(start - otherStart) <= tolerance(0) && end > otherEnd;
      case FINISHES -> start > otherStart && Math.abs(end - otherEnd) <= tolerance(0);
      case FINISHED_BY -> start < otherStart && Math.abs(end - otherEnd) <= tolerance(0);
      case OVERLAPS ->
          start < otherStart && otherStart < end && end < otherEnd && isWithin(end - otherStart);
      case OVERLAPPED_BY ->
          otherStart < start && start < otherEnd && otherEnd < end && isWithin(otherEnd - start);
    };
  }

  private boolean isWithin(long distance) {
    return least() <= distance && distance <= most();
  }

  /** The least distance: the first of two parameters, otherwise the smallest that is none. */
  private long least() {
    return parameters.size() == 2 ? parameters.get(0) : 1;
  }

  /** The greatest distance: the last parameter; without one there is none. */
  private long most() {
    return parameters.isEmpty() ? FAR : parameters.get(parameters.size() - 1);
  }

  /** What starts or ends may differ by; one parameter is for both. */
  private long tolerance(int which) {
    return parameters.isEmpty() ? 0 : parameters.get(Math.min(which, parameters.size() - 1));
  }

  /** The greatest distance of two points, milliseconds; negative where it is before the other. */
  long mostAfter() {
    return switch (relation) {
      case AFTER -> most();
      case BEFORE -> -least();
      case COINCIDES -> Math.min(tolerance(0), tolerance(1));
      case MEETS, MET_BY, STARTED_BY, FINISHES -> tolerance(0);
      case STARTS, FINISHED_BY -> -1;
      default -> throw new IllegalStateException("Points do not meet [" + relation + "].");
    };
  }

  /** The least distance of two points, milliseconds. */
  long leastAfter() {
    return switch (relation) {
      case AFTER -> least();
      case BEFORE -> -most();
      case COINCIDES -> -Math.min(tolerance(0), tolerance(1));
      case MEETS, MET_BY, STARTS, FINISHED_BY -> -tolerance(0);
      case STARTED_BY, FINISHES -> 1;
      default -> throw new IllegalStateException("Points do not meet [" + relation + "].");
    };
  }

  /**
   * The last time at which an event can begin and meet this bound, epoch milliseconds. It may last
   * for any time.
   */
  long latest(List<OracleEvent> match) {
    long start = match.get(step).at();
    long end = match.get(step).end();
    return switch (relation) {
      case AFTER -> end + most();
      case BEFORE -> start - least();
      case COINCIDES -> Math.min(start + tolerance(0), end + tolerance(1));
      case DURING -> Math.min(most() == FAR ? FAR : start + most(), end - least());
      case INCLUDES -> start - least();
      case MEETS -> start + tolerance(0);
      case MET_BY, FINISHES -> end + tolerance(0);
      case STARTS -> Math.min(start + tolerance(0), end - 1);
      case STARTED_BY -> start + tolerance(0);
      case FINISHED_BY, OVERLAPS -> start - 1;
      case OVERLAPPED_BY -> end - Math.max(1, least());
    };
  }

  String drl() {
    String range =
        parameters.isEmpty()
            ? ""
            : parameters.stream().map(Drl::duration).collect(Collectors.joining(",", "[", "]"));
    return "this " + relation.word() + range + " $e" + step;
  }
}
