package io.tocsin.engine.drools;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.model.functions.temporal.Interval;
import org.drools.model.functions.temporal.TemporalPredicate;

/**
 * How far apart the starts of two events can lie where a temporal predicate holds: {@code lower <=
 * start - otherStart <= upper}.
 *
 * <p>Drools' own answer leaves the tolerances out ({@code coincides[5s]} as 0 to 0, {@code
 * meets[5s]} as 0 to infinity), so that events would be forgotten, and absences decided, too early.
 *
 * @param lower milliseconds, {@link Long#MIN_VALUE} where unbounded
 * @param upper milliseconds, {@link Long#MAX_VALUE} where unbounded
 */
record Distances(long lower, long upper) {
  /** What a predicate prints is the only thing that tells its parameters. */
  private static final Pattern FIRST_PARAMETER = Pattern.compile("\\w+\\[(\\d+)[^\\]]*]");

  /**
   * The distances of a predicate.
   *
   * @param points whether both events are points in time; otherwise their ends do not say where
   *     they start
   */
  static Distances of(TemporalPredicate predicate, boolean points) {
    Interval interval = predicate.getInterval();
    Distances drools = new Distances(interval.getLowerBound(), interval.getUpperBound());
    Matcher printed = FIRST_PARAMETER.matcher(predicate.toString());
    if (predicate.isNegated() || !printed.matches()) {
      return drools;
    }
    long tolerance = Long.parseLong(printed.group(1));
    return switch (predicate.getClass().getSimpleName()) {
      case "CoincidesPredicate" -> new Distances(-tolerance, tolerance);
      case "StartsPredicate" -> new Distances(-tolerance, points ? -1 : tolerance);
      case "StartedbyPredicate" -> new Distances(points ? 1 : -tolerance, tolerance);
      case "MeetsPredicate", "MetbyPredicate" ->
          points ? new Distances(-tolerance, tolerance) : drools;
      case "FinishesPredicate" -> points ? new Distances(1, tolerance) : drools;
      case "FinishedbyPredicate" -> points ? new Distances(-tolerance, -1) : drools;
      default -> drools;
    };
  }
}
