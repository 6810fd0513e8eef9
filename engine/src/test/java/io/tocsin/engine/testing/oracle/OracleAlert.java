package io.tocsin.engine.testing.oracle;

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

  /**
   * What happens at one time: first what leaves windows, then the events one by one, last the
   * deadlines by their matches.
   *
   * @param events the first event that leaves, the deciding event, or the match whose deadline
   *     passed
   */
  public record Place(Phase phase, List<OracleEvent> events) implements Comparable<Place> {
    private static final Comparator<OracleEvent> BY_POSITION =
        Comparator.comparingInt(OracleEvent::source)
            .thenComparingInt(OracleEvent::partition)
            .thenComparingLong(OracleEvent::offset);

    /** One group after another, in the order of what leaves them. */
    static Place leaving(OracleEvent event) {
      return new Place(Phase.LEAVING, List.of(event));
    }

    static Place arrival(OracleEvent event) {
      return new Place(Phase.ARRIVAL, List.of(event));
    }

    static Place deadline(List<OracleEvent> match) {
      return new Place(Phase.DEADLINE, match);
    }

    @Override
    public int compareTo(Place other) {
      int order = phase.compareTo(other.phase);
      for (int i = 0; order == 0 && i < Math.min(events.size(), other.events.size()); i++) {
        order = BY_POSITION.compare(events.get(i), other.events.get(i));
      }
      return order;
    }
  }

  /** The parts of one instant. */
  public enum Phase {
    LEAVING,
    ARRIVAL,
    DEADLINE
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
