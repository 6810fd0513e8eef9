package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.sandbox.BudgetExceeded;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import io.tocsin.engine.window.WindowJudge.Occasion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule about the content of a window of time, per group, over {@link GroupColumns}. It says what
 * {@link WindowRunner} says about such a rule, and has the same form in a checkpoint.
 */
final class ColumnRunner extends RuleRunner {
  private final Firing firing;
  private final Step.Accumulate window;
  private final WindowValues values;
  private final WindowExtent extent;
  private final boolean judgesLeaving;

  /** Whether something of a group is remembered that has no column. */
  private final boolean remembers;

  private final Row row;
  private final WindowGaps gaps;
  private final WindowJudge judge;
  private final ResultBounds bounds;
  private final GroupColumns columns;
  private final ColumnGroup anyGroup;
  private final long fixedGroupBytes;
  private @Nullable ColumnGroup[] groups = {};
  private int clearings;
  private int sweeps;

  /** Groups of the instant at work: those that something left, and those that events enter. */
  private final GroupSet left = new GroupSet();

  private final GroupSet entered = new GroupSet();

  ColumnRunner(
      RulePlan rule,
      List<Step> steps,
      Lookup tables,
      Firing firing,
      DeadlineQueue deadlines,
      Quota quota) {
    super(rule, steps, quota);
    List<Step> tail = steps.subList(1, steps.size());
    this.firing = firing;
    this.window = (Step.Accumulate) steps.get(0);
    this.extent = WindowExtent.of(rule, steps);
    boolean lasts = rule.timing().lasts(rule.opensEpisode());
    this.remembers = lasts || rule.opensEpisode();
    this.judgesLeaving = remembers || !Monotone.isFalseByLeaving(window, tail);
    this.row = new Row(rule.slots());
    this.values = new WindowValues(window, row);
    this.gaps = new WindowGaps(extent, rule.opensEpisode());
    this.columns = new GroupColumns(window.aggregates(), values.kinds());
    this.bounds = new ResultBounds(window, tail, columns);
    this.anyGroup = new ColumnGroup(columns, 0);
    this.fixedGroupBytes = Footprint.groupColumns(window.aggregates(), values.kinds());
    this.judge =
        lasts
            ? new LastingJudge(
                this, steps, extent, tables, row, firing, gaps, deadlines, this::forgetIfEmpty)
            : new WindowJudge(this, steps, extent, tables, row, firing, gaps);
  }

  /** Whether it can run a rule: one over a window that events leave by their time. */
  static boolean takes(RulePlan rule, List<Step> steps) {
    return WindowExtent.of(rule, steps).leavesByTime() && rule.timing().session() == 0;
  }

  @Override
  List<PatternPlan> patterns() {
    return List.of(window.source());
  }

  /** The group with a number, for the judge. */
  private ColumnGroup group(int number) {
    if (!remembers) {
      return anyGroup.at(number);
    }
    ColumnGroup known = groups[number];
    if (known == null) {
      throw new IllegalStateException("There is no group [" + number + "].");
    }
    return known;
  }

  @Override
  long nextLeave() {
    EventLog log = columns.log();
    return log.isEmpty() ? RuleSession.NEVER : log.time(log.first()) + extent.millis();
  }

  private boolean leaves(long now) {
    return !columns.log().isEmpty() && nextLeave() <= now;
  }

  @Override
  boolean judgesLeaving() {
    return judgesLeaving;
  }

  @Override
  void leave(long now, List<Fact> events, Guard guard) {
    if (!judgesLeaving) {
      while (leaves(now)) {
        int number = removeFirst();
        if (columns.count(number) == 0) {
          forgetIfEmpty(group(number));
        }
      }
      return;
    }
    left.begin(columns.capacity());
    while (leaves(now)) {
      left.add(removeFirst());
    }
    boolean areKnown = false;
    int before = clearings;
    for (int i = 0; i < left.size(); i++) {
      int number = left.get(i);
      boolean isFalse = isFalse(number, now);
      boolean judges = !isFalse && !isUnchanged(number, now);
      boolean isEmpty = columns.count(number) == 0;
      if (!judges && !isEmpty && !(isFalse && columns.holds(number))) {
        continue; // because it stays as it is, whatever enters
      }
      if (!areKnown) {
        enter(events);
        areKnown = true;
      }
      if (entered.has(number)) {
        continue;
      }
      if (isFalse) {
        columns.holds(number, false);
      } else if (judges) {
        guard.run(() -> judge.judge(group(number), Occasion.LEAVING, null, now));
      }
      if (clearings != before) {
        return; // because the rule was quarantined
      }
      if (isEmpty) {
        forgetIfEmpty(group(number));
      }
    }
  }

  /** Whether its condition is known to hold still, and that is all there is to judge. */
  private boolean isUnchanged(int group, long now) {
    return !remembers
        && bounds.areComplete()
        && columns.holds(group)
        && !gaps.isIncomplete(anyGroup.at(group), now);
  }

  /** Whether its condition is known not to hold, and that is all there is to judge. */
  private boolean isFalse(int group, long now) {
    return !remembers
        && !gaps.isIncomplete(anyGroup.at(group), now)
        && !bounds.hold(group, columns.count(group));
  }

  @Override
  void sweep(long now) {
    sweeps++;
    if (!judgesLeaving) {
      leave(now, List.of(), Runnable::run);
    }
    int[] before = columns.shrink();
    if (before != null && remembers) {
      @Nullable ColumnGroup[] older = groups;
      groups = new ColumnGroup[before.length];
      for (int i = 0; i < before.length; i++) {
        ColumnGroup moved = older[before[i]];
        groups[i] = moved == null ? null : moved.at(i);
      }
    }
  }

  private int removeFirst() {
    quota().keep(-1, -values.bytes(columns.log(), columns.log().first()));
    return columns.removeFirst();
  }

  /** A group is forgotten once nothing is left of it that could matter. */
  private void forgetIfEmpty(JudgedGroup judged) {
    int number = ((ColumnGroup) judged).group();
    boolean kept = !remembers || (number < groups.length && groups[number] == judged);
    if (kept && judged.size() == 0 && !judged.hasEpisodes() && !judged.waits()) {
      quota().keys(-1);
      quota().keep(0, -groupBytes(number));
      gaps.ends(judged);
      columns.end(number);
      if (remembers) {
        groups[number] = null;
      }
    }
  }

  private long groupBytes(int number) {
    return fixedGroupBytes + columns.keyBytes(number);
  }

  /** Notes the groups that events of this instant enter. */
  private void enter(List<Fact> events) {
    entered.begin(columns.capacity());
    for (int i = 0; i < events.size(); i++) {
      firing.budget().begin();
      try {
        if (values.accepts(events.get(i))) {
          int number = columns.find(EventKey.canonical(values.key(events.get(i))));
          if (number != GroupTable.NONE) {
            entered.add(number);
          }
        }
      } catch (RuntimeException | StackOverflowError | BudgetExceeded e) {
        // Because the same failure is met, counted and reported when the event itself is evaluated.
      }
    }
  }

  @Override
  void event(Fact fact, long now) {
    if (!values.takes(fact)) {
      return;
    }
    Object key = values.key(fact);
    @Nullable Object[] arguments = values.arguments(fact);
    Object canonical = EventKey.canonical(key);
    int number = columns.find(canonical);
    int before = sweeps;
    Limit limit = refuses(number, key, arguments, now);
    if (sweeps != before) {
      number = columns.find(canonical);
    }
    if (limit != null) {
      quota().shed(limit, rule().name(), now);
      lack(number, fact.time());
      if (number != GroupTable.NONE) {
        forgetIfEmpty(group(number));
      }
      return;
    }
    if (number == GroupTable.NONE) {
      number = begin(key);
    }
    enter(number, fact.time(), fact.event().position(), arguments);
    if (isFalse(number, now)) {
      columns.holds(number, false);
    } else {
      values.fill(fact);
      judge.judge(group(number), Occasion.ARRIVAL, fact, now);
    }
  }

  /** The limit that keeps an event out, null where none does. */
  private @Nullable Limit refuses(
      int number, @Nullable Object key, @Nullable Object[] arguments, long now) {
    boolean isNew = number == GroupTable.NONE;
    long size = values.bytes(arguments) + (isNew ? fixedGroupBytes + Footprint.of(key) : 0);
    Limit limit = quota().refuses(size, isNew, isNew, now);
    if (limit != null || isNew) {
      return limit;
    }
    return columns.overflows(number, arguments, quota().limits().collected())
        ? Limit.COLLECTED
        : null;
  }

  /** A group, kept or not, lacks an event of that time. */
  private void lack(int number, long time) {
    if (number == GroupTable.NONE) {
      gaps.unkeptLacks(time);
    } else {
      gaps.lacks(group(number), time);
    }
  }

  private int begin(@Nullable Object key) {
    int number = add(key);
    gaps.begins(group(number));
    return number;
  }

  private int add(@Nullable Object key) {
    int number = columns.begin(key, Footprint.of(key));
    if (remembers) {
      if (number >= groups.length) {
        groups = Arrays.copyOf(groups, Math.max(16, number * 2));
      }
      groups[number] = new ColumnGroup(columns, number);
    }
    quota().keys(1);
    quota().keep(0, groupBytes(number));
    return number;
  }

  @Override
  void missed(Fact fact) {
    if (values.accepts(fact)) {
      gaps.unseen(fact.time());
      lack(columns.find(EventKey.canonical(values.key(fact))), fact.time());
    }
  }

  @Override
  void begin(long from) {
    clear();
    gaps.beginsAt(from);
  }

  @Override
  void clear() {
    clearings++;
    while (!columns.log().isEmpty()) {
      removeFirst();
    }
    for (int number : columns.inOrder()) {
      ColumnGroup group = group(number);
      if (remembers) {
        judge.forget(group);
        quota().episodes(group.hasEpisodes() ? -group.episodes().told() : 0);
        groups[number] = null;
      }
      quota().keys(-1);
      quota().keep(0, -groupBytes(number));
      columns.end(number);
    }
    gaps.clear();
  }

  @Override
  long live() {
    return columns.log().size();
  }

  @Override
  void save(StateWriter state, DataOutput out) throws IOException {
    gaps.save(out);
    ColumnCodec.save(columns, this::group, state, out);
  }

  @Override
  void restore(StateReader state, DataInput in) throws IOException {
    gaps.restore(in);
    ColumnCodec.restore(columns.log().columns(), this, state, in);
  }

  /** A group that was saved, as far as it is no events; returns its number. */
  int restored(@Nullable Object key, StateReader state, DataInput in) throws IOException {
    int number = add(key);
    ColumnGroup group = remembers ? group(number) : new ColumnGroup(columns, number);
    ColumnCodec.restore(group, judge::wait, state, in);
    quota().episodes(group.hasEpisodes() ? group.episodes().told() : 0);
    judge.restored(group);
    return number;
  }

  /** An event enters a group. */
  void enter(int number, long time, SourcePosition position, @Nullable Object[] arguments) {
    quota().keep(1, values.bytes(arguments));
    columns.add(number, time, position, arguments);
  }
}
