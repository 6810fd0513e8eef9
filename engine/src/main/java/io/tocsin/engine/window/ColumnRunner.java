package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.EventFilter;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.window.WindowJudge.Occasion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule about the content of a window of time, per group, over a {@link ColumnStore}. It says what
 * {@link WindowRunner} says about such a rule, and has the same form in a checkpoint.
 */
final class ColumnRunner extends RuleRunner {
  private final List<Step> steps;
  private final Lookup tables;
  private final Firing firing;
  private final Step.Accumulate window;
  private final WindowValues values;
  private final WindowExtent extent;
  private final boolean judgesLeaving;

  /** Whether something of a group is remembered that has no column. */
  private final boolean remembers;

  private final Row row;
  private final ColumnStore store;
  private final GroupColumns columns;
  private final WindowGaps gaps;
  private final WindowJudge judge;
  private final ResultBounds bounds;
  private int clearings;

  /** Groups that something left at the instant at work. */
  private final GroupSet left = new GroupSet();

  ColumnRunner(
      RulePlan rule,
      List<Step> steps,
      Lookup tables,
      Firing firing,
      DeadlineQueue deadlines,
      Quota quota) {
    super(rule, steps, quota);
    this.steps = steps;
    this.tables = tables;
    this.firing = firing;
    this.window = (Step.Accumulate) steps.get(0);
    this.extent = WindowExtent.of(rule, steps);
    boolean lasts = rule.timing().lasts(rule.opensEpisode());
    this.remembers = lasts || rule.opensEpisode();
    this.judgesLeaving =
        remembers || !Monotone.isFalseByLeaving(window, steps.subList(1, steps.size()));
    this.row = new Row(rule.slots());
    this.values = new WindowValues(window, row);
    this.gaps = new WindowGaps(extent, rule.opensEpisode());
    this.store = new ColumnStore(values, extent, gaps, remembers, quota, firing.budget());
    this.columns = store.columns();
    this.bounds = boundsOver(columns);
    this.judge =
        lasts
            ? new LastingJudge(
                this, steps, extent, tables, row, firing, gaps, deadlines, store::forgetIfEmpty)
            : judgeOf(this, gaps);
  }

  /** Whether it can run a rule: one over a window that events leave by their time. */
  static boolean takes(RulePlan rule, List<Step> steps) {
    return WindowExtent.of(rule, steps).leavesByTime() && rule.timing().session() == 0;
  }

  @Override
  List<PatternPlan> patterns() {
    return List.of(window.source());
  }

  @Override
  long nextLeave() {
    return store.nextLeave();
  }

  @Override
  boolean judgesLeaving() {
    return judgesLeaving;
  }

  @Override
  void leave(long now, List<Fact> events, Guard guard) {
    if (!judgesLeaving) {
      store.leaveUnjudged(now);
      return;
    }
    left.begin(columns.capacity());
    while (store.leaves(now)) {
      left.add(store.removeFirst());
    }
    boolean areNoted = false;
    int before = clearings;
    for (int i = 0; i < left.size(); i++) {
      int number = left.get(i);
      boolean isFalse = isFalse(number, now);
      boolean judges = !isFalse && !isUnchanged(number, now);
      boolean isEmpty = columns.count(number) == 0;
      if (!judges && !isEmpty && !(isFalse && columns.holds(number))) {
        continue; // because it stays as it is, whatever enters
      }
      if (!areNoted) {
        store.noteEntered(events);
        areNoted = true;
      }
      if (store.isEntered(number)) {
        continue;
      }
      if (isFalse) {
        columns.holds(number, false);
      } else if (judges) {
        guard.run(() -> judge.judge(store.group(number), Occasion.LEAVING, null, now));
      }
      if (clearings != before) {
        return; // because the rule was quarantined
      }
      if (isEmpty) {
        store.forgetIfEmpty(store.group(number));
      }
    }
  }

  /** Whether its condition is known to hold still, and that is all there is to judge. */
  private boolean isUnchanged(int group, long now) {
    return !remembers
        && bounds.areComplete()
        && columns.holds(group)
        && !gaps.isIncomplete(store.group(group), now);
  }

  /** Whether its condition is known not to hold, and that is all there is to judge. */
  private boolean isFalse(int group, long now) {
    return !remembers
        && !gaps.isIncomplete(store.group(group), now)
        && !bounds.hold(group, columns.count(group));
  }

  @Override
  void sweep(long now) {
    store.sweep(now, judgesLeaving);
  }

  @Override
  void event(Fact fact, long now) {
    int number = store.take(fact, now);
    if (number == GroupTable.NONE) {
      Limit refusal = store.refusal();
      if (refusal != null) {
        quota().shed(refusal, rule().name(), now);
      }
    } else if (isFalse(number, now)) {
      columns.holds(number, false);
    } else {
      values.fill(fact);
      judge.judge(store.group(number), Occasion.ARRIVAL, fact, now);
    }
  }

  @Override
  void missed(Fact fact) {
    store.missed(fact);
  }

  @Override
  void begin(long from) {
    clear();
    gaps.beginsAt(from);
  }

  @Override
  void clear() {
    clearings++;
    store.clear(
        group -> {
          if (remembers) {
            judge.forget(group);
            quota().episodes(group.hasEpisodes() ? -group.episodes().told() : 0);
          }
        });
  }

  @Override
  long live() {
    return store.live();
  }

  @Override
  void save(StateWriter state, DataOutput out) throws IOException {
    gaps.save(out);
    ColumnCodec.save(columns, store::group, judgesLeaving, state, out);
  }

  @Override
  void restore(StateReader state, DataInput in) throws IOException {
    gaps.restore(in);
    ColumnCodec.restore(columns.log().columns(), this, state, in);
  }

  /** A group that was saved, as far as it is no events; returns its number. */
  int restored(@Nullable Object key, StateReader state, DataInput in) throws IOException {
    int number = store.add(key);
    ColumnGroup group = remembers ? store.group(number) : new ColumnGroup(columns, number);
    ColumnCodec.restore(group, judge::wait, state, in);
    quota().episodes(group.hasEpisodes() ? group.episodes().told() : 0);
    judge.restored(group);
    return number;
  }

  ColumnStore store() {
    return store;
  }

  WindowValues values() {
    return values;
  }

  List<Step> steps() {
    return steps;
  }

  /** The bounds of the rule over what another one keeps. */
  ResultBounds boundsOver(GroupColumns kept) {
    return new ResultBounds(window, steps.subList(1, steps.size()), kept);
  }

  /**
   * What judges the rule's groups at once.
   *
   * @param runner that of the rule
   * @param lacks what groups lack
   */
  WindowJudge judgeOf(RuleRunner runner, WindowGaps lacks) {
    return new WindowJudge(runner, steps, extent, tables, row, firing, lacks);
  }

  /**
   * What a window keeps.
   *
   * @param type of its events
   * @param comparisons which of them; see {@link EventFilter#says}
   * @param millis how long
   * @param functions key and functions; see {@link WindowValues#functions}
   */
  record Shape(EventType type, List<Object> comparisons, long millis, List<Object> functions) {}

  /**
   * What it keeps: where two rules have equal ones they may keep it together. Null where the rule
   * remembers anything else, or its conditions say more than what {@link ResultBounds} do.
   */
  @Nullable Shape shape() {
    List<Object> functions = values.functions();
    List<Object> comparisons = EventFilter.of(window.source()).says();
    boolean more = remembers || rule().noLoop() || !bounds.areComplete() || !columns.areNumbers();
    return more || functions == null || comparisons == null
        ? null
        : new Shape(window.source().type(), comparisons, extent.millis(), functions);
  }

  /** Whether the condition held for each group exactly where its bounds hold. */
  boolean heldWhereBoundsHold() {
    if (judgesLeaving) {
      for (int number : columns.inOrder()) {
        if (columns.holds(number) != bounds.hold(number, columns.count(number))) {
          return false;
        }
      }
    }
    return true;
  }
}
