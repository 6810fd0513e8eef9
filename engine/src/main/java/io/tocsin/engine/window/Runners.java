package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.EventFilter;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FilterIndex;
import io.tocsin.engine.plan.NumberSet;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.session.RuleSession;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The runners of a session by their numbers, and which of them have something to do, so that the
 * others cost nothing: those that an event is for, and those from which something leaves.
 */
final class Runners {
  private static final FilterIndex NOBODY = new FilterIndex.Builder().build();

  private final List<RuleRunner> runners;
  private final IntFunction<RuleRunner> afresh;
  private final List<EventType> types;

  /** The numbers of those that have something to do now. */
  private final NumberSet busy = new NumberSet();

  /** Shared windows that something leaves at the instant at work. */
  private final List<SharedWindow> windows = new ArrayList<>();

  private final Map<EventType, FilterIndex> byType = new IdentityHashMap<>();

  /** When each runner has something to judge that leaves. */
  private final RunnerTimes due;

  /** The runners to which something was done since the last sweep. */
  private final BitSet stirred = new BitSet();

  /** When anything leaves each runner. */
  private final RunnerTimes leaving;

  /**
   * @param count how many there are
   * @param afresh makes each by its number, in the order of their rules, with nothing kept
   * @param types all of the pack
   */
  Runners(int count, IntFunction<RuleRunner> afresh, List<EventType> types) {
    this.runners = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runners.add(afresh.apply(i));
    }
    this.afresh = afresh;
    this.types = types;
    this.due = new RunnerTimes(runners.size());
    this.leaving = new RunnerTimes(runners.size());
    arrange();
  }

  /** Other runners are there, or what they share has changed. */
  private void arrange() {
    for (int i = 0; i < runners.size(); i++) {
      runners.get(i).number(i);
    }
    for (EventType type : types) {
      byType.put(type, index(type));
    }
    touched();
  }

  /** Rules that keep the same keep it once from now on. */
  void share() {
    SharedWindow.share(runners, afresh);
    arrange();
  }

  /** A rule begins anew, with nothing kept; returns what runs it. */
  RuleRunner anew(int number) {
    RuleRunner before = runners.get(number);
    RuleRunner now = before.anew();
    if (now != before) {
      runners.set(number, now);
      arrange();
    }
    touched(number);
    return now;
  }

  private FilterIndex index(EventType type) {
    FilterIndex.Builder index = new FilterIndex.Builder();
    for (int i = 0; i < runners.size(); i++) {
      for (PatternPlan pattern : runners.get(i).patterns()) {
        if (pattern.type() == type) {
          index.add(i, EventFilter.of(pattern));
        }
      }
    }
    return index.build();
  }

  List<RuleRunner> all() {
    return runners;
  }

  RuleRunner get(int number) {
    return runners.get(number);
  }

  /** By which the runners are found that events of a type are for. */
  FilterIndex interestedIn(EventType type) {
    return byType.getOrDefault(type, NOBODY);
  }

  /**
   * Finds the runners that have to look at an event; where rules share what they keep, it is taken
   * in for all of them.
   *
   * @return how many there are; see {@link #busy}
   */
  int meet(Fact fact, long now) {
    busy.clear();
    FilterIndex interested = interestedIn(fact.event().type());
    for (int i = 0, count = interested.find(fact.event()); i < count; i++) {
      int number = interested.found(i);
      if (runners.get(number) instanceof SharedRunner shared) {
        shared.window().take(fact, now, busy::add);
        touched(number);
      } else {
        busy.add(number);
      }
    }
    busy.order();
    return busy.size();
  }

  /**
   * Finds the runners that something leaves, and where rules share what they keep, lets it go.
   *
   * @return how many there are; see {@link #busy}
   */
  int leave(long now, List<Fact> events) {
    busy.clear();
    for (int i = leaving.next(0, now); i >= 0; i = leaving.next(i + 1, now)) {
      if (runners.get(i) instanceof SharedRunner shared) {
        shared.window().leave(now, events, busy::add);
        windows.add(shared.window());
        touched(i);
      } else {
        busy.add(i);
      }
    }
    busy.order();
    return busy.size();
  }

  /** All that left has been judged. */
  void settle() {
    if (!windows.isEmpty()) {
      windows.forEach(SharedWindow::settle);
      windows.clear();
    }
  }

  /** The number of one of the runners that were found last. */
  int busy(int index) {
    return busy.get(index);
  }

  /** When something has to be judged that leaves, {@link RuleSession#NEVER} for never. */
  long nextDue() {
    return due.earliest();
  }

  /** Something was done to a runner. */
  void touched(int number) {
    RuleRunner runner = runners.get(number);
    long next = runner.nextLeave();
    leaving.set(number, next);
    stirred.set(number);
    due.set(number, runner.judgesLeaving() ? next : RuleSession.NEVER);
  }

  /** Lets go of what is past its time, and of idle memory, where there can be any. */
  void sweep(long now) {
    for (int i = leaving.next(0, now); i >= 0; i = leaving.next(i + 1, now)) {
      stirred.set(i);
    }
    for (int i = stirred.nextSetBit(0); i >= 0; i = stirred.nextSetBit(i + 1)) {
      runners.get(i).sweep(now);
      touched(i);
    }
    stirred.clear();
  }

  /** Something was done to any of them. */
  void touched() {
    for (int i = 0; i < runners.size(); i++) {
      touched(i);
    }
  }
}
