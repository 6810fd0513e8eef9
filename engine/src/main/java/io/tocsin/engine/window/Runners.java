package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.EventFilter;
import io.tocsin.engine.plan.FilterIndex;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.session.RuleSession;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runners of a session by their numbers, and which of them have something to do, so that the
 * others cost nothing: those that an event is for, and those from which something leaves.
 */
final class Runners {
  private static final FilterIndex NOBODY = new FilterIndex.Builder().build();

  private final List<RuleRunner> runners;
  private final Map<EventType, FilterIndex> byType = new IdentityHashMap<>();

  /** When each runner has something to judge that leaves. */
  private final RunnerTimes due;

  /** When anything leaves each runner. */
  private final RunnerTimes leaving;

  /**
   * @param runners in the order of their rules
   * @param types all of the pack
   */
  Runners(List<RuleRunner> runners, List<EventType> types) {
    this.runners = runners;
    this.due = new RunnerTimes(runners.size());
    this.leaving = new RunnerTimes(runners.size());
    for (EventType type : types) {
      byType.put(type, index(type));
    }
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

  /** When something has to be judged that leaves, {@link RuleSession#NEVER} for never. */
  long nextDue() {
    return due.earliest();
  }

  /** The first runner, from one on, that something leaves at or before a time; -1 for none. */
  int leaving(int from, long now) {
    return leaving.next(from, now);
  }

  /** Something was done to a runner. */
  void touched(int number) {
    RuleRunner runner = runners.get(number);
    long next = runner.nextLeave();
    leaving.set(number, next);
    due.set(number, runner.judgesLeaving() ? next : RuleSession.NEVER);
  }

  /** Something was done to any of them. */
  void touched() {
    for (int i = 0; i < runners.size(); i++) {
      touched(i);
    }
  }
}
