package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a rule demands.
 *
 * @param at event time, epoch milliseconds
 * @param rule the rule's name
 * @param key the first argument of the call
 * @param status {@code raised}, {@code open} or {@code resolved}
 * @param fields the name-value pairs of the call
 * @param place when it comes among the alerts of its rule and time
 */
public record OracleAlert(
    long at,
    String rule,
    @Nullable Object key,
    String status,
    Map<String, ? extends @Nullable Object> fields,
    Place place) {

  /** Among the fields: how many alerts were held back before. */
  public static final String HELD_BACK = "(held back)";

  /**
   * When something happens at one time: the parts of the instant one after another.
   *
   * @param events the first event that leaves, the deciding event, the latest event of the group,
   *     the match, or its last event before it
   * @param sinceAt when the wait began that ends here; 0 where none does
   * @param since its place then; null where none does
   */
  public record Place(Phase phase, List<OracleEvent> events, long sinceAt, @Nullable Place since)
      implements Comparable<Place> {
    private static final Comparator<OracleEvent> BY_POSITION =
        Comparator.comparingInt(OracleEvent::source)
            .thenComparingInt(OracleEvent::partition)
            .thenComparingLong(OracleEvent::offset);

    /** One group after another, in the order of what leaves them. */
    static Place leaving(OracleEvent event) {
      return new Place(Phase.LEAVING, List.of(event), 0, null);
    }

    static Place arrival(OracleEvent event) {
      return new Place(Phase.ARRIVAL, List.of(event), 0, null);
    }

    /** One match after another, in the order in which they came about. */
    static Place deadline(List<OracleEvent> match) {
      List<OracleEvent> events = new ArrayList<>(List.of(Collections.max(match)));
      events.addAll(match);
      return new Place(Phase.DEADLINE, events, 0, null);
    }

    /** One group after another, in the order of their latest events. */
    static Place periodEnd(OracleEvent latest) {
      return new Place(Phase.PERIOD_END, List.of(latest), 0, null);
    }

    /** A group has waited: in the order in which the waits began. */
    static Place after(Phase phase, long began, Place place) {
      return new Place(phase, List.of(), began, place);
    }

    /** Of a message of which only the content matters. */
    public static Place unknown() {
      return new Place(Phase.DEADLINE, List.of(), 0, null);
    }

    /** A match has waited. */
    static Place after(Phase phase, List<OracleEvent> match) {
      return new Place(phase, match, 0, null);
    }

    @Override
    public int compareTo(Place other) {
      int order = phase.compareTo(other.phase);
      Comparator<OracleEvent> comparator =
          phase == Phase.PERIOD_END || phase == Phase.DEADLINE
              ? Comparator.naturalOrder()
              : BY_POSITION;
      for (int i = 0; order == 0 && i < Math.min(events.size(), other.events.size()); i++) {
        order = comparator.compare(events.get(i), other.events.get(i));
      }
      if (order == 0 && since != null && other.since != null) {
        order = Long.compare(sinceAt, other.sinceAt);
        return order == 0 ? since.compareTo(other.since) : order;
      }
      return order;
    }
  }

  /** The parts of one instant. */
  public enum Phase {
    LEAVING,
    ARRIVAL,
    DEADLINE,
    PERIOD_END,
    LASTED,
    ENDED
  }

  /**
   * Two alerts are the same if their lines are: 42 is not "42", but the kind of number does not
   * matter.
   */
  public String line() {
    return line(at, rule, status, key, fields);
  }

  /** The line of an alert with these parts. */
  public static String line(
      long at,
      String rule,
      String status,
      @Nullable Object key,
      Map<String, ? extends @Nullable Object> fields) {
    return at + " " + rule + " " + status + " " + Values.text(key) + " " + Values.text(fields);
  }
}
