package io.tocsin.engine.window;

import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.sandbox.BudgetExceeded;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of a window of time, per group, for as long as they are in it and as far as the
 * limits allow, and knows which groups lack something that was shed.
 */
final class ColumnStore {
  private static final @Nullable Object[] NOTHING = {};

  private final WindowValues values;
  private final WindowExtent extent;
  private final Quota quota;
  private final Budget budget;
  private final WindowGaps gaps;
  private final GroupColumns columns;
  private final long fixedGroupBytes;

  /** Whether something of a group is remembered that has no column. */
  private final boolean remembers;

  private final ColumnGroup anyGroup;
  private @Nullable ColumnGroup[] groups = {};
  private int sweeps;
  private @Nullable Limit refusal;

  /**
   * How many rules have what is kept. Limits count it for each of them, because each writes it into
   * checkpoints.
   */
  private int owners = 1;

  private long bytes;

  /** Groups that events of the instant at work enter. */
  private final GroupSet entered = new GroupSet();

  /**
   * @param values what it takes of an event
   * @param extent which events are in the window
   * @param gaps what groups lack
   * @param remembers whether each group has to be an object of its own
   * @param budget that of the session
   */
  ColumnStore(
      WindowValues values,
      WindowExtent extent,
      WindowGaps gaps,
      boolean remembers,
      Quota quota,
      Budget budget) {
    this.values = values;
    this.extent = extent;
    this.gaps = gaps;
    this.remembers = remembers;
    this.quota = quota;
    this.budget = budget;
    this.columns = new GroupColumns(values.aggregates(), values.kinds());
    this.anyGroup = new ColumnGroup(columns, 0);
    this.fixedGroupBytes = Footprint.groupColumns(values.aggregates(), values.kinds());
  }

  GroupColumns columns() {
    return columns;
  }

  WindowGaps gaps() {
    return gaps;
  }

  /** The group with a number; where nothing more is remembered, the same object for all. */
  ColumnGroup group(int number) {
    if (!remembers) {
      return anyGroup.at(number);
    }
    ColumnGroup known = groups[number];
    if (known == null) {
      throw new IllegalStateException("There is no group [" + number + "].");
    }
    return known;
  }

  /** When the oldest event leaves; {@link RuleSession#NEVER} where there is none. */
  long nextLeave() {
    EventLog log = columns.log();
    return log.isEmpty() ? RuleSession.NEVER : log.time(log.first()) + extent.millis();
  }

  /** Whether the oldest event is past its time. */
  boolean leaves(long now) {
    return !columns.log().isEmpty() && nextLeave() <= now;
  }

  /** Lets go of what is past its time, where nothing has to be judged. */
  void leaveUnjudged(long now) {
    while (leaves(now)) {
      int number = removeFirst();
      if (columns.count(number) == 0) {
        forgetIfEmpty(group(number));
      }
    }
  }

  /** The oldest event goes; returns its group. */
  int removeFirst() {
    keep(-1, -values.bytes(columns.log(), columns.log().first()));
    return columns.removeFirst();
  }

  /** A group is forgotten once nothing is left of it that could matter. */
  void forgetIfEmpty(JudgedGroup judged) {
    int number = ((ColumnGroup) judged).group();
    boolean kept = !remembers || (number < groups.length && groups[number] == judged);
    if (kept && judged.size() == 0 && !judged.hasEpisodes() && !judged.waits()) {
      gaps.ends(judged);
      end(number);
    }
  }

  private void end(int number) {
    keys(-1);
    keep(0, -groupBytes(number));
    columns.end(number);
    if (remembers) {
      groups[number] = null;
    }
  }

  private void keep(int moreEvents, long moreBytes) {
    bytes += moreBytes;
    quota.keep((long) moreEvents * owners, moreBytes * owners);
  }

  private void keys(int more) {
    quota.keys((long) more * owners);
  }

  /** What is kept is that of so many rules from now on. */
  void owners(int rules) {
    long more = rules - owners;
    quota.keep(live() * more, bytes * more);
    quota.keys(columns.size() * more);
    owners = rules;
  }

  private long groupBytes(int number) {
    return fixedGroupBytes + columns.keyBytes(number);
  }

  /** Notes the groups that events of this instant enter. */
  void noteEntered(List<Fact> events) {
    entered.begin(columns.capacity());
    for (int i = 0; i < events.size(); i++) {
      budget.begin();
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

  /** Whether events of the instant enter a group; see {@link #noteEntered}. */
  boolean isEntered(int group) {
    return entered.has(group);
  }

  /**
   * Takes an event in; returns the number of its group, {@link GroupTable#NONE} where it belongs to
   * none or a limit keeps it out, which {@link #refusal} is then.
   */
  int take(Fact fact, long now) {
    refusal = null;
    if (!values.takes(fact)) {
      return GroupTable.NONE;
    }
    Object key = values.key(fact);
    boolean areFields = values.areFields() && columns.areNumbers();
    @Nullable Object[] arguments = areFields ? NOTHING : values.arguments(fact);
    long bytes = areFields ? values.bytes(fact.event()) : values.bytes(arguments);
    Object canonical = EventKey.canonical(key);
    int number = columns.find(canonical);
    int before = sweeps;
    refusal = refuses(number, key, bytes, arguments, now);
    if (sweeps != before) {
      number = columns.find(canonical);
    }
    if (refusal != null) {
      lack(number, fact.time());
      if (number != GroupTable.NONE) {
        forgetIfEmpty(group(number));
      }
      return GroupTable.NONE;
    }
    if (number == GroupTable.NONE) {
      number = add(key);
      gaps.begins(group(number));
    }
    if (areFields) {
      keep(1, bytes);
      columns.add(number, fact.event(), values);
    } else {
      enter(number, fact.time(), fact.event().position(), arguments);
    }
    return number;
  }

  /** The limit that kept the last event out, null where none did. */
  @Nullable Limit refusal() {
    return refusal;
  }

  private @Nullable Limit refuses(
      int number, @Nullable Object key, long bytes, @Nullable Object[] arguments, long now) {
    boolean isNew = number == GroupTable.NONE;
    long size = bytes + (isNew ? fixedGroupBytes + Footprint.of(key) : 0);
    Limit limit = quota.refuses(size * owners, isNew, isNew, now);
    if (limit != null || isNew) {
      return limit;
    }
    return arguments.length > 0 && columns.overflows(number, arguments, quota.limits().collected())
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

  /** Adds a group; returns its number. */
  int add(@Nullable Object key) {
    int number = columns.begin(key, Footprint.of(key));
    if (remembers) {
      if (number >= groups.length) {
        groups = Arrays.copyOf(groups, Math.max(16, number * 2));
      }
      groups[number] = new ColumnGroup(columns, number);
    }
    keys(1);
    keep(0, groupBytes(number));
    return number;
  }

  /** An event enters a group. */
  void enter(int number, long time, SourcePosition position, @Nullable Object[] arguments) {
    keep(1, values.bytes(arguments));
    columns.add(number, time, position, arguments);
  }

  /** An event of a later instant was shed before it could be evaluated. */
  void missed(Fact fact) {
    if (values.accepts(fact)) {
      gaps.unseen(fact.time());
      lack(columns.find(EventKey.canonical(values.key(fact))), fact.time());
    }
  }

  /** How often the numbers of groups may have changed. */
  int sweeps() {
    return sweeps;
  }

  /**
   * Lets go of what is past its time, and of idle memory.
   *
   * @param judged whether what leaves stays until it is judged
   */
  void sweep(long now, boolean judged) {
    sweeps++;
    if (!judged) {
      leaveUnjudged(now);
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

  /**
   * Forgets all.
   *
   * @param forgotten is told of each group before it goes
   */
  void clear(Consumer<ColumnGroup> forgotten) {
    while (!columns.log().isEmpty()) {
      removeFirst();
    }
    for (int number : columns.inOrder()) {
      forgotten.accept(group(number));
      end(number);
    }
    gaps.clear();
  }

  /** Whether another one keeps the same. */
  boolean hasSame(ColumnStore other) {
    return gaps.areSame(other.gaps) && columns.hasSame(other.columns);
  }

  long live() {
    return columns.log().size();
  }
}
