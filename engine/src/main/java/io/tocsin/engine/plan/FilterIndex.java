package io.tocsin.engine.plan;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.NumberValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many owners an event is for, each of which has filters for the event's type, and
 * takes what one of them accepts. A filter that holds a field equal to a constant is tried only
 * where the event's value is that constant; else one that holds a field between two numbers, or on
 * one side of one, only where the value is there; all others are tried for every event. Example:
 * with 10,000 rules {@code LogLine(service == "...")} an event costs one look-up and the filters of
 * those rules that name its service.
 *
 * <p>For one thread.
 */
public final class FilterIndex {
  private static final int[] NONE = {};

  private final EventFilter[] filters;
  private final int[] owners;
  private final boolean[] complete;
  private final int[] others;
  private final Equals[] equals;
  private final Between[] between;

  /** The owners that were found. */
  private final NumberSet found = new NumberSet();

  private Verdict verdict = Verdict.REFUSED;

  /** The filters that hold a field equal to a constant, by the constant as it is compared. */
  private record Equals(int field, Map<Object, int[]> byConstant) {}

  /** A constant that a field must be equal to, as it is compared. */
  private record Constant(int field, Object value) {
    static Constant of(EventFilter.Bound bound) {
      return new Constant(bound.field(), comparable(bound.constant()));
    }
  }

  /** The filters that hold a number between others. */
  private record Between(Measure measure, Ranges ranges) {
    boolean any(Event event, IntPredicate wanted) {
      return ranges.any(measure.of(event.value(measure.field())), wanted);
    }
  }

  /**
   * What is compared.
   *
   * @param field its place in the type
   * @param whole whether values are compared as whole numbers of 64 bits, else as doubles
   */
  private record Measure(int field, boolean whole) implements Comparable<Measure> {
    private static final Comparator<Measure> ORDER =
        Comparator.comparingInt(Measure::field).thenComparing(Measure::whole);

    @Override
    public int compareTo(Measure other) {
      return ORDER.compare(this, other);
    }

    /** A value as it is compared, at least to within a double; NaN where no order holds for it. */
    double of(@Nullable Object value) {
      if (!(value instanceof Number number)) {
        return Double.NaN;
      }
      return whole ? number.longValue() : number.doubleValue();
    }

    /** What a bound compares; null where it is not found by ranges. */
    static @Nullable Measure of(EventFilter.Bound bound) {
      Comparison comparison = bound.comparison();
      // A constant that is no number, or not one, is left to the filter itself.
      boolean number = bound.constant() instanceof Number some && !Double.isNaN(some.doubleValue());
      return comparison.operator().isOrder() && number
          ? new Measure(bound.field(), comparison.whole())
          : null;
    }

    /** By what a filter can be found; null where it has no bound of this sort. */
    static @Nullable Measure of(EventFilter filter) {
      for (EventFilter.Bound bound : filter.bounds()) {
        Measure measure = of(bound);
        if (measure != null) {
          return measure;
        }
      }
      return null;
    }

    /** Where the value must be for a filter to hold, from all its bounds on it. */
    Ranges.Range range(EventFilter filter, int number) {
      Ranges.Range range =
          new Ranges.Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, number);
      for (EventFilter.Bound bound : filter.bounds()) {
        if (equals(of(bound))) {
          Comparison.Operator operator = bound.comparison().operator();
          range = range.with(Ranges.Range.of(operator, of(bound.constant()), number));
        }
      }
      return range;
    }
  }

  /** Makes an index, one filter after the other. */
  public static final class Builder {
    private final List<EventFilter> filters = new ArrayList<>();
    private final List<Integer> owners = new ArrayList<>();

    /**
     * Adds a filter.
     *
     * @param owner whose it is, from 0; it may have several
     */
    public Builder add(int owner, EventFilter filter) {
      owners.add(owner);
      filters.add(filter);
      return this;
    }

    public FilterIndex build() {
      return new FilterIndex(
          filters.toArray(EventFilter[]::new),
          owners.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private FilterIndex(EventFilter[] filters, int[] owners) {
    this.filters = filters;
    this.owners = owners;
    this.complete = new boolean[filters.length];
    Map<Constant, Integer> alike = new HashMap<>();
    for (EventFilter filter : filters) {
      equalities(filter).forEach(bound -> alike.merge(Constant.of(bound), 1, Integer::sum));
    }
    List<Integer> rest = new ArrayList<>();
    Map<Integer, Map<Object, List<Integer>>> byField = new TreeMap<>();
    Map<Measure, List<Ranges.Range>> byMeasure = new TreeMap<>();
    for (int i = 0; i < filters.length; i++) {
      complete[i] = filters[i].isComplete();
      // What the fewest others say too tells it from most of them.
      EventFilter.Bound equal =
          equalities(filters[i])
              .min(Comparator.comparingInt(bound -> alike.getOrDefault(Constant.of(bound), 0)))
              .orElse(null);
      Measure measure = equal == null ? Measure.of(filters[i]) : null;
      if (equal != null) {
        byField
            .computeIfAbsent(equal.field(), any -> new HashMap<>())
            .computeIfAbsent(Constant.of(equal).value(), any -> new ArrayList<>())
            .add(i);
      } else if (measure != null) {
        byMeasure
            .computeIfAbsent(measure, any -> new ArrayList<>())
            .add(measure.range(filters[i], i));
      } else {
        rest.add(i);
      }
    }
    this.others = numbers(rest);
    this.equals =
        byField.entrySet().stream()
            .map(entry -> new Equals(entry.getKey(), numbers(entry.getValue())))
            .toArray(Equals[]::new);
    this.between =
        byMeasure.entrySet().stream()
            .map(entry -> new Between(entry.getKey(), new Ranges(entry.getValue())))
            .toArray(Between[]::new);
  }

  private static Map<Object, int[]> numbers(Map<Object, List<Integer>> lists) {
    Map<Object, int[]> numbers = new HashMap<>();
    lists.forEach((constant, list) -> numbers.put(constant, numbers(list)));
    return numbers;
  }

  private static int[] numbers(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Stream<EventFilter.Bound> equalities(EventFilter filter) {
    return filter.bounds().stream()
        .filter(bound -> bound.comparison().operator() == Comparison.Operator.EQUAL);
  }

  /** Equal for values that a comparison holds equal. */
  private static Object comparable(Object value) {
    return value instanceof Number number ? NumberValue.of(number) : value;
  }

  /**
   * Looks for the owners that have a filter which accepts an event; afterwards {@link #found} has
   * them.
   *
   * @return how many there are
   */
  public int find(Event event) {
    found.clear();
    for (int filter : others) {
      take(filter, event);
    }
    for (Equals field : equals) {
      for (int filter : filtersOf(field, event)) {
        take(filter, event);
      }
    }
    for (Between one : between) {
      one.any(event, filter -> take(filter, event));
    }
    found.order();
    return found.size();
  }

  private static int[] filtersOf(Equals field, Event event) {
    Object value = event.value(field.field());
    int[] some = value == null ? null : field.byConstant().get(comparable(value));
    return some == null ? NONE : some;
  }

  /** Takes the owner of a filter where it accepts the event; false, because others may, too. */
  private boolean take(int filter, Event event) {
    if (filters[filter].accepts(event)) {
      found.add(owners[filter]);
    }
    return false;
  }

  /**
   * One of the owners that the last {@link #find} has found, ascending and each once.
   *
   * @param index from 0
   */
  public int found(int index) {
    return found.get(index);
  }

  /** What is known of an event. */
  enum Verdict {
    /** No filter accepts it. */
    REFUSED,

    /** A filter accepts it that says all that its pattern does. */
    ACCEPTED,

    /** Only filters accept it whose patterns say more. */
    UNKNOWN
  }

  /** Whether any filter accepts an event. */
  Verdict judge(Event event) {
    verdict = Verdict.REFUSED;
    for (int filter : others) {
      if (isAccepted(filter, event)) {
        return verdict;
      }
    }
    for (Equals field : equals) {
      for (int filter : filtersOf(field, event)) {
        if (isAccepted(filter, event)) {
          return verdict;
        }
      }
    }
    for (Between one : between) {
      if (one.any(event, filter -> isAccepted(filter, event))) {
        return verdict;
      }
    }
    return verdict;
  }

  private boolean isAccepted(int filter, Event event) {
    if (!filters[filter].accepts(event)) {
      return false;
    }
    verdict = complete[filter] ? Verdict.ACCEPTED : Verdict.UNKNOWN;
    return complete[filter];
  }
}
