package io.tocsin.engine.drools;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.model.functions.temporal.TemporalPredicate;

/**
 * When an event must begin at the latest so that it can meet a temporal predicate, as a distance
 * from where the other event begins and from where it ends. The event may last for any time.
 *
 * <p>Drools' own answer leaves the tolerances out ({@code coincides[5s]} as 0 to 0, {@code
 * meets[5s]} as 0 to infinity) and what an event lasts ({@code after[0s,5s]} counts from the
 * other's end), so that events would be forgotten, and absences decided, too early. Example: an
 * event that lies {@code during} another begins at least 1 ms before the other's end, however long
 * that lasts.
 *
 * @param fromStart milliseconds, {@link Long#MAX_VALUE} where unbounded
 * @param fromEnd milliseconds, {@link Long#MAX_VALUE} where unbounded
 */
record Distances(long fromStart, long fromEnd) {
  private static final long NONE = Long.MAX_VALUE;

  /** What a predicate prints is the only thing that tells its parameters. */
  private static final Pattern PRINTED = Pattern.compile("(\\w+)\\[(\\d+)(?:, (\\d+))?]");

  /** The distances of a predicate between this event and another. */
  static Distances of(TemporalPredicate predicate) {
    Matcher printed = PRINTED.matcher(predicate.toString());
    return predicate.isNegated() || !printed.matches()
        ? new Distances(NONE, NONE)
        : of(printed, name(printed));
  }

  /** The same, seen from the other event. */
  static Distances ofOther(TemporalPredicate predicate) {
    Matcher printed = PRINTED.matcher(predicate.toString());
    return predicate.isNegated() || !printed.matches()
        ? new Distances(NONE, NONE)
        : of(printed, inverse(name(printed)));
  }

  private static String name(Matcher printed) {
    return printed.group(1).toLowerCase(Locale.ROOT);
  }

  private static Distances of(Matcher printed, String name) {
    long first = Long.parseLong(printed.group(2));
    long last = printed.group(3) == null ? first : Long.parseLong(printed.group(3));
    return switch (name) {
      case "after" -> new Distances(NONE, last);
      case "before" -> new Distances(-first, NONE);
      case "coincides" -> new Distances(first, last);
      case "during" -> new Distances(last, -first);
      case "includes" -> new Distances(-first, NONE);
      case "meets", "startedby" -> new Distances(first, NONE);
      case "metby", "finishes" -> new Distances(NONE, first);
      case "starts" -> new Distances(first, -1);
      case "finishedby", "overlaps" -> new Distances(-1, NONE);
      case "overlappedby" -> new Distances(NONE, -Math.max(1, first));
      default -> new Distances(NONE, NONE);
    };
  }

  private static String inverse(String name) {
    return switch (name) {
      case "after" -> "before";
      case "before" -> "after";
      case "during" -> "includes";
      case "includes" -> "during";
      case "meets" -> "metby";
      case "metby" -> "meets";
      case "starts" -> "startedby";
      case "startedby" -> "starts";
      case "finishes" -> "finishedby";
      case "finishedby" -> "finishes";
      case "overlaps" -> "overlappedby";
      case "overlappedby" -> "overlaps";
      default -> name;
    };
  }

  /** The distance between two points in time, whose starts are their ends. */
  long ofPoints() {
    return Math.min(fromStart, fromEnd);
  }
}
