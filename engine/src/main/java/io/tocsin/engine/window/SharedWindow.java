package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.NumberSet;
import io.tocsin.engine.plan.Ranges;
import io.tocsin.engine.session.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * What several rules keep that look at the same window and ask for other results: kept once. An
 * event enters and leaves once, and only those rules are judged whose bounds hold then.
 *
 * <p>That a rule's condition held before needs no place of its own: it is what its bounds say, or
 * unknown as long as something lacks. Where it is unknown the group is marked in the column that
 * says of a single rule whether it held.
 */
final class SharedWindow {
  private final ColumnStore store;
  private final List<SharedRunner> members = new ArrayList<>();
  private boolean judgesLeaving;

  /** Members without a bound, by their place among the members. */
  private List<Integer> unbound = List.of();

  private List<Bounded> bounded = List.of();

  /** Members with a bound on the same result. */
  private record Bounded(int function, boolean whole, Ranges ranges) {
    double value(GroupColumns columns, int group, int count) {
      Total total = columns.total(function);
      return whole ? total.whole(group, count) : total.number(group, count);
    }
  }

  private record Measure(int function, boolean whole) {}

  /** The group of the event at work, and how it is found again where numbers have changed. */
  private int arrived;

  private Object arrivedKey = EventKey.NONE;
  private int arrivedAt;

  /** Groups that something left at the instant at work, and which members held before. */
  private final GroupSet left = new GroupSet();

  private final List<int[]> before = new ArrayList<>();
  private final NumberSet holding = new NumberSet();

  /**
   * @param store what is kept; that of the first rule, before
   */
  SharedWindow(ColumnStore store) {
    this.store = store;
  }

  ColumnStore store() {
    return store;
  }

  /** The members have changed. */
  void members(List<SharedRunner> now) {
    members.clear();
    members.addAll(now);
    store.owners(members.size());
    judgesLeaving = false;
    List<Integer> without = new ArrayList<>();
    Map<Measure, List<Ranges.Range>> ranges = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      judgesLeaving |= members.get(i).judgesItsLeaving();
      List<ResultBounds.Bound> bounds = members.get(i).bounds().all();
      if (bounds.isEmpty()) {
        without.add(i);
      } else {
        ResultBounds.Bound bound = bounds.get(0);
        double end = bound.whole() ? bound.constant().longValue() : bound.constant().doubleValue();
        ranges
            .computeIfAbsent(new Measure(bound.function(), bound.whole()), any -> new ArrayList<>())
            .add(Ranges.Range.of(bound.operator(), end, i));
      }
    }
    unbound = List.copyOf(without);
    bounded =
        ranges.entrySet().stream()
            .map(
                entry ->
                    new Bounded(
                        entry.getKey().function(),
                        entry.getKey().whole(),
                        new Ranges(entry.getValue())))
            .toList();
  }

  /** A member goes its own way from now on. */
  void remove(SharedRunner member) {
    List<SharedRunner> others = new ArrayList<>(members);
    others.remove(member);
    members(others);
  }

  /** Whether a runner is the first of the members, which stands for all of them. */
  boolean isFirst(SharedRunner runner) {
    return !members.isEmpty() && members.get(0) == runner;
  }

  boolean judgesLeaving() {
    return judgesLeaving;
  }

  /** Goes through the members whose bounds hold for a group, by their places, in no order. */
  private void eachThatHolds(int group, IntConsumer member) {
    GroupColumns columns = store.columns();
    int count = columns.count(group);
    unbound.forEach(member::accept);
    for (Bounded some : bounded) {
      some.ranges()
          .any(
              some.value(columns, group, count),
              place -> {
                if (members.get(place).bounds().hold(group, count)) {
                  member.accept(place);
                }
                return false;
              });
    }
  }

  /** Whether something lacks, so that nothing can be said about a group; marks it then. */
  private boolean isUnknown(int group, long now) {
    boolean unknown = store.gaps().isIncomplete(store.group(group), now);
    store.columns().holds(group, unknown);
    return unknown;
  }

  /**
   * Takes an event in.
   *
   * @param judged gets the numbers of the runners that have to judge its group
   */
  void take(Fact fact, long now, IntConsumer judged) {
    arrived = store.take(fact, now);
    if (arrived == GroupTable.NONE) {
      Limit limit = store.refusal();
      if (limit != null) {
        members.forEach(member -> member.quota().shed(limit, member.rule().name(), now));
      }
      return;
    }
    arrivedKey = EventKey.canonical(store.columns().key(arrived));
    arrivedAt = store.sweeps();
    if (isUnknown(arrived, now)) {
      members.forEach(member -> judged.accept(member.number()));
    } else {
      eachThatHolds(arrived, place -> judged.accept(members.get(place).number()));
    }
  }

  /** The group of the event that was last taken in. */
  int arrived() {
    if (arrivedAt != store.sweeps()) {
      arrived = store.columns().find(arrivedKey);
      arrivedAt = store.sweeps();
    }
    return arrived;
  }

  /**
   * Lets go of what is past its time.
   *
   * @param events those of the instant
   * @param judged gets the numbers of the runners that have to judge groups that were left
   */
  void leave(long now, List<Fact> events, IntConsumer judged) {
    if (!judgesLeaving) {
      store.leaveUnjudged(now);
      return;
    }
    GroupColumns columns = store.columns();
    left.begin(columns.capacity());
    before.clear();
    while (store.leaves(now)) {
      int group = columns.firstGroup();
      if (!left.has(group)) {
        left.add(group);
        before.add(holding(group));
      }
      store.removeFirst();
    }
    store.noteEntered(events);
    for (int i = 0; i < left.size(); i++) {
      if (!store.isEntered(left.get(i))) {
        judge(left.get(i), before.get(i), now, judged);
      }
    }
  }

  private void judge(int group, int[] held, long now, IntConsumer judged) {
    boolean allHeld = store.columns().holds(group);
    if (isUnknown(group, now)) {
      members.forEach(member -> leaves(member, group, judged));
    } else if (!allHeld) {
      int next = 0;
      for (int place : holding(group)) {
        while (next < held.length && held[next] < place) {
          next++;
        }
        if (next == held.length || held[next] != place) {
          leaves(members.get(place), group, judged);
        }
      }
    }
  }

  private static void leaves(SharedRunner member, int group, IntConsumer judged) {
    if (member.judgesItsLeaving()) {
      member.left(group);
      judged.accept(member.number());
    }
  }

  /** The members whose bounds hold for a group, by their places, ascending. */
  private int[] holding(int group) {
    holding.clear();
    eachThatHolds(group, holding::add);
    holding.order();
    return holding.toArray();
  }

  /** All that left has been judged: groups of which nothing is left are forgotten. */
  void settle() {
    for (int i = 0; i < left.size(); i++) {
      int group = left.get(i);
      if (!store.isEntered(group) && store.columns().count(group) == 0) {
        store.forgetIfEmpty(store.group(group));
      }
    }
    left.begin(store.columns().capacity());
  }

  void sweep(long now) {
    store.sweep(now, judgesLeaving);
  }

  /**
   * Has those of some runners that keep the same in one place from now on.
   *
   * @param runners by their numbers; what shares is replaced
   * @param afresh makes a runner with nothing kept, by the number
   */
  static void share(List<RuleRunner> runners, IntFunction<RuleRunner> afresh) {
    Map<ColumnRunner.Shape, List<List<Integer>>> alike = new HashMap<>();
    for (int i = 0; i < runners.size(); i++) {
      if (runners.get(i) instanceof ColumnRunner runner
          && runner.shape() != null
          && runner.heldWhereBoundsHold()) {
        List<List<Integer>> families =
            alike.computeIfAbsent(runner.shape(), any -> new ArrayList<>());
        families.stream()
            .filter(
                family ->
                    runner.store().hasSame(((ColumnRunner) runners.get(family.get(0))).store()))
            .findFirst()
            .orElseGet(
                () -> {
                  List<Integer> family = new ArrayList<>();
                  families.add(family);
                  return family;
                })
            .add(i);
      }
    }
    for (List<List<Integer>> families : alike.values()) {
      for (List<Integer> family : families) {
        if (family.size() > 1) {
          share(family, runners, afresh);
        }
      }
    }
  }

  private static void share(
      List<Integer> family, List<RuleRunner> runners, IntFunction<RuleRunner> afresh) {
    SharedWindow window = new SharedWindow(((ColumnRunner) runners.get(family.get(0))).store());
    List<SharedRunner> members = new ArrayList<>();
    for (int number : family) {
      ColumnRunner own = (ColumnRunner) runners.get(number);
      if (own.store() != window.store) {
        own.clear();
      }
      SharedRunner member = new SharedRunner(own, window, () -> afresh.apply(number));
      members.add(member);
      runners.set(number, member);
    }
    window.members(members);
    window.store.columns().noneHolds();
  }
}
