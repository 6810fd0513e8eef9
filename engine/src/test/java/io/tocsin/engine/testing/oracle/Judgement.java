package io.tocsin.engine.testing.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One group of a window at a time at which it is judged.
 *
 * @param at event time, epoch milliseconds
 * @param place when, among all that happens at that time
 * @param byArrival whether an event of the group arrived
 * @param window the events that are in the window then
 */
record Judgement(long at, OracleAlert.Place place, boolean byArrival, List<OracleEvent> window) {

  /**
   * All judgements of a group in their order.
   *
   * @param group the events of the group that the window's pattern accepts, in their order
   */
  static List<Judgement> of(List<OracleEvent> group, WindowRule.Extent extent) {
    if (extent instanceof WindowRule.Extent.Hopping hopping) {
      return atPeriodEnds(group, hopping);
    }
    List<Judgement> judgements = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      OracleEvent event = group.get(i);
      judgements.add(
          new Judgement(
              event.at(),
              OracleAlert.Place.arrival(event),
              true,
              inWindow(group.subList(0, i + 1), event.at(), extent)));
    }
    judgements.addAll(departures(group, extent));
    judgements.sort(Comparator.comparingLong(Judgement::at));
    return judgements;
  }

  /** At each time at which events leave and none of the group happens. */
  private static List<Judgement> departures(List<OracleEvent> group, WindowRule.Extent extent) {
    List<Judgement> departures = new ArrayList<>();
    for (OracleEvent event : group) {
      long at = event.at() + leavesAfter(extent);
      List<OracleEvent> past = group.stream().filter(other -> other.at() < at).toList();
      boolean leaves =
          !(extent instanceof WindowRule.Extent.Length)
              && !inWindow(past, at, extent).contains(event)
              && inWindow(past, at - 1, extent).contains(event);
      boolean happens = group.stream().anyMatch(other -> other.at() == at);
      boolean known = departures.stream().anyMatch(other -> other.at == at);
      // A whole session leaves at once, with its last event.
      boolean isLast =
          !(extent instanceof WindowRule.Extent.Session) || past.get(past.size() - 1).equals(event);
      if (leaves && !happens && !known && isLast) {
        departures.add(
            new Judgement(at, OracleAlert.Place.leaving(event), false, inWindow(past, at, extent)));
      }
    }
    return departures;
  }

  private static long leavesAfter(WindowRule.Extent extent) {
    if (extent instanceof WindowRule.Extent.Time time) {
      return time.millis();
    }
    return extent instanceof WindowRule.Extent.Session session ? session.gap() : 0;
  }

  /** At each end of a period at which the window is not empty, and once when it has become so. */
  private static List<Judgement> atPeriodEnds(
      List<OracleEvent> group, WindowRule.Extent.Hopping hopping) {
    List<Judgement> judgements = new ArrayList<>();
    long period = hopping.period();
    // Between events that lie days apart there are millions of ends with nothing in the window.
    SortedSet<Long> ends = new TreeSet<>();
    for (OracleEvent event : group) {
      long first = Math.floorDiv(event.at() + period - 1, period) * period;
      for (long end = first; end <= event.at() + hopping.millis() + 2 * period; end += period) {
        ends.add(end);
      }
    }
    for (long at : ends) {
      List<OracleEvent> past = group.stream().filter(event -> event.at() <= at).toList();
      List<OracleEvent> window = inWindow(past, at, hopping);
      boolean before =
          !inWindow(past, at - period, hopping).isEmpty()
              || past.stream().anyMatch(event -> event.at() > at - period);
      if (!window.isEmpty() || before) {
        OracleEvent latest = past.get(past.size() - 1);
        judgements.add(new Judgement(at, OracleAlert.Place.periodEnd(latest), false, window));
      }
    }
    return judgements;
  }

  /** Those of some events that are in the window at a time. */
  private static List<OracleEvent> inWindow(
      List<OracleEvent> past, long at, WindowRule.Extent extent) {
    if (extent instanceof WindowRule.Extent.Length length) {
      return past.subList(Math.max(0, past.size() - length.count()), past.size());
    }
    if (extent instanceof WindowRule.Extent.Session session) {
      return run(past, at, session.gap());
    }
    long millis =
        extent instanceof WindowRule.Extent.Time time
            ? time.millis()
            : ((WindowRule.Extent.Hopping) extent).millis();
    return past.stream().filter(event -> event.at() > at - millis && event.at() <= at).toList();
  }

  /** The last events with gaps below a length, if the last of them is not so long ago. */
  private static List<OracleEvent> run(List<OracleEvent> past, long at, long gap) {
    List<OracleEvent> run = new ArrayList<>();
    long next = at;
    for (int i = past.size() - 1; i >= 0; i--) {
      OracleEvent event = past.get(i);
      if (event.at() > at) {
        continue;
      }
      if (next - event.at() >= gap) {
        break;
      }
      run.add(0, event);
      next = event.at();
    }
    return run;
  }
}
