package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Expression;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Retention;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.WindowSpec;
import io.tocsin.engine.sandbox.BudgetExceeded;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  private final Tail tail;
  private final long millis;
  private final int length;
  private final boolean judgesLeaving;
  private final Row row;
  private final WindowMatch match;
  private final WindowGaps gaps;
  private final WindowGroup.Functions functions;
  private Map<Object, WindowGroup> groups = new LinkedHashMap<>();

  /** The group of each event in a window of time, in the order in which the events leave. */
  private ArrayDeque<WindowGroup> leaving = new ArrayDeque<>();

  private int most;

  private long live;

  WindowRunner(RulePlan rule, List<Step> steps, Lookup tables, Firing firing, Quota quota) {
    super(rule, steps, quota);
    this.firing = firing;
    this.window = (Step.Accumulate) steps.get(0);
    this.functions = WindowGroup.Functions.of(window.aggregates());
    List<Step> rest = steps.subList(1, steps.size());
    this.tail = new Tail(rest, tables, firing.budget(), this::withhold);
    WindowSpec spec = window.source().window();
    this.length = spec instanceof WindowSpec.Length byCount ? byCount.count() : Integer.MAX_VALUE;
    this.millis =
        spec instanceof WindowSpec.Length
            ? Retention.UNBOUNDED
            : new Retention(steps).horizon(window.source().slot());
    this.judgesLeaving =
        millis != Retention.UNBOUNDED
            && (rule.opensEpisode() || !Monotone.isFalseByLeaving(window, rest));
    this.row = new Row(rule.slots());
    this.match = new WindowMatch(millis, repeats() ? this : null);
    this.gaps = new WindowGaps(millis, length, rule.opensEpisode());
  }

  @Override
  boolean uses(EventType type) {
    return type == window.source().type();
  }

  @Override
  long nextLeave() {
    WindowGroup next = leaving.peekFirst();
    return judgesLeaving && next != null ? next.ring().time(0) + millis : RuleSession.NEVER;
  }

  @Override
  void leave(long now, List<Fact> events, Guard guard) {
    Set<WindowGroup> left = null;
    for (WindowGroup next = leaving.peekFirst();
        next != null && now - next.ring().time(0) >= millis;
        next = leaving.peekFirst()) {
      leaving.removeFirst();
      removeOldest(next);
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
          guard.run(() -> judge(group, null, now));
          forgetIfEmpty(group);
        }
      }
    }
  }

  @Override
  void sweep(long now) {
    if (!judgesLeaving) {
      leave(now, List.of(), Runnable::run);
    }
    if (leaving.isEmpty() && most > LARGE) {
      most = 0;
      leaving = new ArrayDeque<>();
      groups = new LinkedHashMap<>(groups);
    }
  }

  private void removeOldest(WindowGroup group) {
    quota().keep(-1, -group.bytes(0));
    group.removeOldest();
    live--;
  }

  private void forgetIfEmpty(WindowGroup group) {
    if (group.ring().size() == 0
        && !group.hasEpisodes()
        && groups.remove(EventKey.canonical(group.key())) != null) {
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
        if (Patterns.accepts(window.source(), fact, row)) {
          keys.add(EventKey.canonical(groupKey()));
        }
      } catch (RuntimeException | StackOverflowError | BudgetExceeded e) {
        // Because the same failure is met, counted and reported when the event itself is evaluated.
      }
    }
    return keys;
  }

  private @Nullable Object groupKey() {
    Step.GroupKey key = window.key();
    return key == null ? null : key.expression().evaluate(row);
  }

  @Override
  void event(Fact fact, long now) {
    if (!Patterns.accepts(window.source(), fact, row)) {
      return;
    }
    Object key = groupKey();
    @Nullable Object[] arguments = arguments(fact);
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
    judge(group, fact, now);
  }

  /** The limit that keeps an event out, null where none does. */
  private @Nullable Limit refuses(
      @Nullable WindowGroup group, @Nullable Object key, @Nullable Object[] arguments, long now) {
    if (group != null && group.ring().size() == length) {
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

  private void withhold(long now) {
    quota().shed(Limit.INCOMPLETE, rule().name(), now);
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
    if (!Patterns.accepts(window.source(), fact, row)) {
      return;
    }
    gaps.unseen(fact.time());
    lack(groups.get(EventKey.canonical(groupKey())), fact.time());
  }

  private void enter(
      WindowGroup group, long time, SourcePosition position, @Nullable Object[] arguments) {
    group.add(time, position, arguments);
    quota().keep(1, group.bytes(group.ring().size() - 1));
    live++;
    if (group.ring().size() > length) {
      removeOldest(group);
    }
    if (millis != Retention.UNBOUNDED) {
      leaving.addLast(group);
      most = Math.max(most, leaving.size());
    } else {
      gaps.entered(group, time);
    }
  }

  private @Nullable Object[] arguments(Fact fact) {
    List<Aggregate> aggregates = window.aggregates();
    int count = 0;
    for (int i = 0; i < aggregates.size(); i++) {
      count += aggregates.get(i).argument() == null ? 0 : 1;
    }
    @Nullable Object[] arguments = new Object[count];
    int column = 0;
    for (int i = 0; i < aggregates.size(); i++) {
      Expression argument = aggregates.get(i).argument();
      if (argument != null) {
        arguments[column++] = aggregates.get(i).takesFact() ? fact : argument.evaluate(row);
      }
    }
    return arguments;
  }

  /**
   * Judges a group.
   *
   * @param deciding the event that entered, null where something left
   */
  private void judge(WindowGroup group, @Nullable Fact deciding, long now) {
    // Whether it held before is not known where rows lack, nor whether an episode ends.
    boolean rowsDecide = deciding == null || rule().opensEpisode();
    if (gaps.isIncomplete(group, now) || (rowsDecide && tail.lacksRows())) {
      withhold(now);
      gaps.doubt(group);
      return;
    }
    if (deciding == null) {
      Patterns.forget(window.source(), row);
    }
    List<Aggregate> aggregates = window.aggregates();
    for (int i = 0; i < aggregates.size(); i++) {
      row.set(aggregates.get(i).slot(), group.result(i));
    }
    Step.GroupKey key = window.key();
    if (key != null) {
      row.set(key.slot(), group.key());
    }
    boolean fires = deciding != null || !group.holds();
    match.set(group, deciding, now);
    int[] matches = new int[1];
    group.holds(false);
    tail.each(
        row,
        now,
        () -> {
          matches[0]++;
          group.holds(true);
          if (fires) {
            firing.fire(rule(), row, match);
          }
        });
    if (matches[0] == 0 && (group.hasEpisodes() || group.hasUnknownEpisodes())) {
      firing.resolve(group.episodes(), now);
    }
  }

  @Override
  void clear() {
    for (WindowGroup group : groups.values()) {
      for (int i = 0; i < group.ring().size(); i++) {
        quota().keep(-1, -group.bytes(i));
      }
      quota().keep(0, -group.bytes());
      quota().keys(-1);
      if (group.hasEpisodes()) {
        quota().episodes(-group.episodes().told());
      }
    }
    groups = new LinkedHashMap<>();
    leaving = new ArrayDeque<>();
    gaps.clear();
    live = 0;
    most = 0;
  }

  @Override
  long live() {
    return live;
  }

  @Override
  void save(StateWriter state, DataOutput out) throws IOException {
    gaps.save(out);
    out.writeInt(groups.size());
    Map<WindowGroup, Integer> numbers = new IdentityHashMap<>();
    for (WindowGroup group : groups.values()) {
      numbers.put(group, numbers.size());
      group.save(state, out);
    }
    out.writeInt(leaving.size());
    for (WindowGroup next : leaving) {
      out.writeInt(numbers.getOrDefault(next, -1));
    }
  }

  @Override
  void restore(StateReader state, DataInput in) throws IOException {
    gaps.restore(in);
    WindowGroup[] restored = new WindowGroup[in.readInt()];
    for (int i = 0; i < restored.length; i++) {
      restored[i] = WindowGroup.restore(functions, state, in);
      groups.put(EventKey.canonical(restored[i].key()), restored[i]);
      count(restored[i]);
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      leaving.addLast(restored[in.readInt()]);
    }
    most = count;
  }

  private void count(WindowGroup restored) {
    int size = restored.ring().size();
    live += size;
    quota().keys(1);
    quota().keep(size, restored.bytes());
    for (int i = 0; i < size; i++) {
      quota().keep(0, restored.bytes(i));
    }
    if (restored.hasEpisodes()) {
      quota().episodes(restored.episodes().told());
    }
  }
}
