package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Period;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.sandbox.BudgetExceeded;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.window.WindowJudge.Occasion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule about the content of a window, per group.
 *
 * <p>An arriving event enters its group and the group is judged: if the condition holds, the rule
 * fires, even where it held before. What leaves at an instant leaves before the instant's events; a
 * group that no event of the instant enters is judged then, and fires only if the condition turned
 * from false to true. Example, "fewer than 3 per minute" with events of one group at 0 s, 10 s and
 * 20 s: fires at 0 s and 10 s (1 and 2 events), not at 20 s; at 60 s the first leaves, 2 are left,
 * the condition turned true: fires; at 70 s it was true already: silent; at 80 s the group is
 * empty, is judged at zero (true before, so silent) and forgotten.
 */
final class WindowRunner extends RuleRunner {
  /** Maps and queues that have held more than this give their memory back once they are empty. */
  private static final int LARGE = 1 << 10;

  private final Firing firing;
  private final Step.Accumulate window;
  private final WindowExtent extent;
  private final boolean judgesLeaving;

  /** Whether a group may be looked at again as it was when it was judged. */
  private final boolean lasts;

  private final WindowValues values;
  private final WindowGaps gaps;
  private final WindowJudge judge;
  private final WindowGroup.Functions functions;

  /** Where periods end, groups stand in the order of their latest events. */
  private Map<Object, WindowGroup> groups;

  private final LeavingQueue leaving;
  private final @Nullable PeriodEnds ends;
  private long live;

  WindowRunner(
      RulePlan rule,
      List<Step> steps,
      Lookup tables,
      Firing firing,
      DeadlineQueue deadlines,
      Quota quota) {
    super(rule, steps, quota);
    this.firing = firing;
    this.window = (Step.Accumulate) steps.get(0);
    this.functions = WindowGroup.Functions.of(window.aggregates());
    this.extent = WindowExtent.of(rule, steps);
    this.lasts = rule.timing().lasts(rule.opensEpisode());
    this.judgesLeaving =
        extent.leavesByTime()
            && (rule.opensEpisode()
                || lasts
                || !Monotone.isFalseByLeaving(window, steps.subList(1, steps.size())));
    Row row = new Row(rule.slots());
    this.values = new WindowValues(window, row);
    this.gaps = new WindowGaps(extent, rule.opensEpisode());
    this.judge =
        lasts
            ? new LastingJudge(
                this, steps, extent, tables, row, firing, gaps, deadlines, this::forgetIfEmpty)
            : new WindowJudge(this, steps, extent, tables, row, firing, gaps);
    this.groups = newGroups(Map.of());
    this.leaving = new LeavingQueue(extent);
    Period period = extent.period();
    this.ends =
        period == null
            ? null
            : new PeriodEnds(
                this, period, deadlines, (now, guard) -> endPeriod(period, now, guard));
  }

  private Map<Object, WindowGroup> newGroups(Map<Object, WindowGroup> before) {
    Map<Object, WindowGroup> map = new LinkedHashMap<>(16, 0.75f, extent.period() != null);
    map.putAll(before);
    return map;
  }

  @Override
  List<PatternPlan> patterns() {
    return List.of(window.source());
  }

  @Override
  long nextLeave() {
    return leaving.next();
  }

  @Override
  boolean judgesLeaving() {
    return judgesLeaving;
  }

  @Override
  void leave(long now, List<Fact> events, Guard guard) {
    Set<WindowGroup> left = null;
    for (WindowGroup next = leaving.poll(now); next != null; next = leaving.poll(now)) {
      removeOldest(next);
      while (extent.session() && next.ring().size() > 0) {
        removeOldest(next);
      }
      if (judgesLeaving) {
        left = left == null ? new LinkedHashSet<>() : left;
        left.add(next);
      } else {
        forgetIfEmpty(next);
      }
    }
    if (left != null) {
      Set<Object> entered = entered(events);
      for (WindowGroup group : left) {
        if (!entered.contains(EventKey.canonical(group.key()))) {
          guard.run(() -> judge.judge(group, Occasion.LEAVING, null, now));
          forgetIfEmpty(group);
        }
      }
    }
  }

  /** A period ends: all groups are judged over the windows that end there. */
  private void endPeriod(Period period, long now, Guard guard) {
    long next = period.next(now + 1);
    long from = period.windowFrom(now, extent.millis());
    long nextFrom = period.windowFrom(next, extent.millis());
    boolean more = false;
    for (WindowGroup group : List.copyOf(groups.values())) {
      removeUpTo(from, group);
      if (!group.isSettled()) {
        guard.run(() -> judge.judge(group, Occasion.PERIOD_END, null, now));
        group.settled(group.ring().size() == 0);
      }
      if (groups.isEmpty()) {
        return; // because the rule was quarantined
      }
      if (!lasts) {
        removeUpTo(nextFrom, group);
      }
      forgetIfEmpty(group);
      more |= !group.isSettled();
    }
    if (more) {
      Objects.requireNonNull(ends).await(next);
    }
  }

  private void removeUpTo(long time, WindowGroup group) {
    while (group.ring().size() > 0 && group.ring().time(0) <= time) {
      removeOldest(group);
    }
  }

  @Override
  void sweep(long now) {
    if (!judgesLeaving) {
      leave(now, List.of(), Runnable::run);
    }
    if (groups.isEmpty() && leaving.isIdleAfter(LARGE)) {
      leaving.clear();
      groups = newGroups(groups);
    }
  }

  private void removeOldest(WindowGroup group) {
    quota().keep(-1, -group.bytes(0));
    group.removeOldest();
    live--;
  }

  /** A group is forgotten once nothing is left of it that could matter. */
  private void forgetIfEmpty(JudgedGroup judged) {
    WindowGroup group = (WindowGroup) judged;
    if (group.size() == 0
        && !group.hasEpisodes()
        && !group.waits()
        && (extent.period() == null || group.isSettled())
        && groups.remove(EventKey.canonical(group.key()), group)) {
      quota().keys(-1);
      quota().keep(0, -group.bytes());
      gaps.ends(group);
    }
  }

  /** The keys of the groups that events of this instant enter. */
  private Set<Object> entered(List<Fact> events) {
    Set<Object> keys = new HashSet<>();
    for (Fact fact : events) {
      firing.budget().begin();
      try {
        if (values.fill(fact)) {
          keys.add(EventKey.canonical(values.key(fact)));
        }
      } catch (RuntimeException | StackOverflowError | BudgetExceeded e) {
        // Because the same failure is met, counted and reported when the event itself is evaluated.
      }
    }
    return keys;
  }

  @Override
  void event(Fact fact, long now) {
    if (!values.fill(fact)) {
      return;
    }
    Object key = values.key(fact);
    @Nullable Object[] arguments = values.arguments(fact);
    WindowGroup group = groups.get(EventKey.canonical(key));
    Limit limit = refuses(group, key, arguments, now);
    if (limit != null) {
      quota().shed(limit, rule().name(), now);
      lack(group, fact.time());
      if (group != null) {
        forgetIfEmpty(group);
      }
      return;
    }
    if (group == null) {
      group = begin(key, now);
    }
    enter(group, fact.time(), fact.event().position(), arguments);
    if (extent.period() == null) {
      judge.judge(group, Occasion.ARRIVAL, fact, now);
    }
  }

  /** The limit that keeps an event out, null where none does. */
  private @Nullable Limit refuses(
      @Nullable WindowGroup group, @Nullable Object key, @Nullable Object[] arguments, long now) {
    if (group != null && group.ring().size() == extent.length()) {
      return null;
    }
    long size = Footprint.inGroup(window.aggregates(), arguments);
    boolean isNew = group == null;
    if (isNew) {
      size += Footprint.group(key, window.aggregates());
    }
    Limit limit = quota().refuses(size, isNew, isNew, now);
    boolean overflows = group != null && group.overflows(arguments, quota().limits().collected());
    return limit == null && overflows ? Limit.COLLECTED : limit;
  }

  /** A group, kept or not, lacks an event of that time. */
  private void lack(@Nullable WindowGroup group, long time) {
    if (group == null) {
      gaps.unkeptLacks(time);
    } else {
      gaps.lacks(group, time);
    }
  }

  private WindowGroup begin(@Nullable Object key, long now) {
    WindowGroup group = new WindowGroup(key, functions);
    groups.put(EventKey.canonical(key), group);
    quota().keys(1);
    quota().keep(0, group.bytes());
    gaps.begins(group);
    return group;
  }

  @Override
  void missed(Fact fact) {
    if (!values.fill(fact)) {
      return;
    }
    gaps.unseen(fact.time());
    lack(groups.get(EventKey.canonical(values.key(fact))), fact.time());
  }

  private void enter(
      WindowGroup group, long time, SourcePosition position, @Nullable Object[] arguments) {
    group.add(time, position, arguments);
    quota().keep(1, group.bytes(group.ring().size() - 1));
    live++;
    if (group.ring().size() > extent.length()) {
      removeOldest(group);
    }
    gaps.entered(group, time);
    if (ends != null) {
      group.settled(false);
      ends.await(time);
    } else if (extent.leavesByTime()) {
      leaving.add(group);
    }
  }

  @Override
  void begin(long from) {
    clear();
    gaps.beginsAt(from);
  }

  @Override
  void clear() {
    for (WindowGroup group : groups.values()) {
      group.count(quota(), -1);
      judge.forget(group);
    }
    if (ends != null) {
      ends.clear();
    }
    groups = newGroups(Map.of());
    leaving.clear();
    gaps.clear();
    live = 0;
  }

  @Override
  long live() {
    return live;
  }

  @Override
  void save(StateWriter state, DataOutput out) throws IOException {
    gaps.save(out);
    if (ends != null) {
      ends.save(out);
    }
    out.writeInt(groups.size());
    Map<WindowGroup, Integer> numbers = new IdentityHashMap<>();
    for (WindowGroup group : groups.values()) {
      numbers.put(group, numbers.size());
      group.save(judgesLeaving || !extent.leavesByTime(), state, out);
    }
    leaving.save(numbers, out);
  }

  @Override
  void restore(StateReader state, DataInput in) throws IOException {
    gaps.restore(in);
    if (ends != null) {
      ends.restore(in);
    }
    WindowGroup[] restored = new WindowGroup[in.readInt()];
    for (int i = 0; i < restored.length; i++) {
      restored[i] = WindowGroup.restore(functions, judge::wait, state, in);
      groups.put(EventKey.canonical(restored[i].key()), restored[i]);
      count(restored[i]);
    }
    leaving.restore(restored, in);
  }

  private void count(WindowGroup restored) {
    live += restored.ring().size();
    restored.count(quota(), 1);
    judge.restored(restored);
  }
}
