package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Retention;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.TimeRelation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule's steps in the order in which a chain takes them: first all that is decided when the last
 * positive event arrives, then the absences, last what was written after the first absence and
 * needs no stored events.
 *
 * <p>An absence may stand after positive patterns that were written behind it, because its
 * conditions can only read what was bound before it.
 */
final class Chain {
  /** The role of a pattern that keeps events. */
  enum Role {
    MATCH,
    /** Of own facts, which are kept for all rules together. */
    FACT,
    EXISTS,
    ABSENT,
    SOURCE,
    /** Of an {@code exists} over several patterns. */
    EXISTS_MEMBER,
    /** Of a {@code not} over several patterns. */
    ABSENT_MEMBER,
    /** Of an {@code accumulate} over several patterns. */
    SOURCE_MEMBER
  }

  /**
   * A pattern that keeps events.
   *
   * @param number its place among them, from 0; positive patterns in the order of the rule
   * @param role what it is for
   * @param plan the pattern
   * @param horizon how long after its own time an event is kept, milliseconds
   */
  record Keeper(int number, Role role, PatternPlan plan, long horizon) {
    boolean triggers() {
      return isPositive() || role == Role.EXISTS || role == Role.EXISTS_MEMBER;
    }

    /** Whether a match may be wrong, and not only missing, where an event of it is not known. */
    boolean guards() {
      return !isPositive();
    }

    /** Whether its events or facts are those that a match is about. */
    boolean isPositive() {
      return role == Role.MATCH || role == Role.FACT;
    }

    /**
     * The last time at which an event of it could break a match, epoch milliseconds; the beginning
     * of time where none still can.
     */
    long lastBreak(Row match) {
      int own = plan.slot();
      long last = Long.MAX_VALUE;
      for (TimeRelation relation : plan.relations()) {
        Fact other = match.fact(relation.slot() == own ? relation.otherSlot() : relation.slot());
        if (other != null) {
          long upper = relation.slot() == own ? relation.upper() : negate(relation.lower());
          long from = relation.toEnd() ? other.end() : other.time();
          last = Math.min(last, upper == Long.MAX_VALUE ? Long.MAX_VALUE : from + upper);
        }
      }
      return last == Long.MAX_VALUE ? Long.MIN_VALUE : last;
    }

    private static long negate(long value) {
      return value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
    }

    /** The first instant at which an event of that time is not needed any more. */
    long neededUntil(long time) {
      return horizon >= Long.MAX_VALUE - Math.max(0, time) - 1
          ? Long.MAX_VALUE
          : time + horizon + 1;
    }
  }

  /**
   * A step of the arrival part.
   *
   * @param step the step
   * @param keeper the number of its keeper, -1 where it keeps no events or has several
   * @param group its patterns, where they are about several events together
   */
  record Link(Step step, int keeper, @Nullable ChainGroup group) {}

  /**
   * What may complete a match.
   *
   * @param number the place of the pattern, or of the first of a group
   * @param keepers the patterns at which an event does it
   */
  @SuppressWarnings("ArrayRecordComponent") // because records of it are never compared
  record Trigger(int number, int[] keepers) {}

  private final List<Link> arrival = new ArrayList<>();
  private final List<Keeper> keepers = new ArrayList<>();
  private final List<Keeper> absences = new ArrayList<>();
  private final List<ChainGroup> absentGroups = new ArrayList<>();
  private final List<Step> deferred = new ArrayList<>();
  private final List<Trigger> triggers = new ArrayList<>();
  private final boolean keepsTriggers;
  private final @Nullable Keeper alone;

  Chain(List<Step> steps) {
    Retention retention = new Retention(steps);
    boolean afterAbsence = false;
    for (Step step : steps) {
      if (step instanceof Step.Absent absent && !absent.pattern().table()) {
        absences.add(keeper(Role.ABSENT, absent.pattern(), retention));
        afterAbsence = true;
      } else if (step instanceof Step.AbsentGroup absent && !absent.group().needsNoEvents()) {
        absentGroups.add(group(Role.ABSENT_MEMBER, absent.group(), retention));
        afterAbsence = true;
      } else if (afterAbsence && Tail.takes(step)) {
        deferred.add(step);
      } else {
        ChainGroup group = groupOf(step, retention);
        arrival.add(new Link(step, group != null ? -1 : keeperOf(step, retention), group));
      }
    }
    keepsTriggers = keepers.stream().filter(Keeper::triggers).count() > 1;
    triggers.sort(Comparator.comparingInt(Trigger::number));
    alone = findAlone();
  }

  /**
   * The only positive pattern, where its event is all that there is of a match that waits: the rest
   * follows from it, and all of them wait for the same length of time. Else null.
   */
  @Nullable Keeper alone() {
    return alone;
  }

  private @Nullable Keeper findAlone() {
    List<Keeper> positive = keepers.stream().filter(Keeper::triggers).toList();
    if (positive.size() != 1
        || absences.isEmpty()
        || keepers.size() != 1 + absences.size()
        || positive.get(0).role() != Role.MATCH
        || positive.get(0).plan().type().durationField() != null
        || !positive.get(0).plan().late().isEmpty()) {
      return null;
    }
    for (Link link : arrival) {
      boolean plain = link.step() instanceof Step.Filter filter && filter.bindings().isEmpty();
      if (link.keeper() != positive.get(0).number() && !plain) {
        return null;
      }
    }
    return positive.get(0);
  }

  private @Nullable ChainGroup groupOf(Step step, Retention retention) {
    if (step instanceof Step.ExistsGroup exists && !exists.group().needsNoEvents()) {
      ChainGroup group = group(Role.EXISTS_MEMBER, exists.group(), retention);
      triggers.add(new Trigger(group.first(), group.keepers()));
      return group;
    }
    if (step instanceof Step.AccumulateGroup accumulate) {
      return group(Role.SOURCE_MEMBER, accumulate.source(), retention);
    }
    return null;
  }

  private ChainGroup group(Role role, PatternGroup group, Retention retention) {
    return new ChainGroup(
        group, plan -> keeper(role, plan, retention).number(), retention.ahead(group));
  }

  /** Because the only positive pattern meets nobody else's events, its own are not kept. */
  boolean keeps(Keeper keeper) {
    return keeper.role() != Role.FACT && (keepsTriggers || !keeper.triggers());
  }

  private int keeperOf(Step step, Retention retention) {
    if (step instanceof Step.Match match && !match.pattern().table()) {
      Role role = match.pattern().type().isEvent() ? Role.MATCH : Role.FACT;
      return keeper(role, match.pattern(), retention).number();
    }
    if (step instanceof Step.Exists exists && !exists.pattern().table()) {
      return keeper(Role.EXISTS, exists.pattern(), retention).number();
    }
    if (step instanceof Step.Accumulate accumulate && !accumulate.source().table()) {
      return keeper(Role.SOURCE, accumulate.source(), retention).number();
    }
    return -1;
  }

  private Keeper keeper(Role role, PatternPlan plan, Retention retention) {
    Keeper keeper = new Keeper(keepers.size(), role, plan, retention.horizon(plan.slot()));
    keepers.add(keeper);
    if (keeper.isPositive() || role == Role.EXISTS) {
      triggers.add(new Trigger(keeper.number(), new int[] {keeper.number()}));
    }
    return keeper;
  }

  /** The events of the positive patterns, in the order of the rule. */
  List<Fact> matched(Row match) {
    List<Fact> facts = new ArrayList<>();
    for (Keeper keeper : keepers) {
      Fact fact = match.fact(keeper.plan().slot());
      if (keeper.isPositive() && fact != null) {
        facts.add(fact);
      }
    }
    return facts;
  }

  /** When the last event of a match came: what came before it was looked at then. */
  long completedAt(Row match) {
    long last = Long.MIN_VALUE;
    for (int i = 0; i < keepers.size(); i++) {
      Keeper keeper = keepers.get(i);
      Fact fact = keeper.isPositive() ? match.fact(keeper.plan().slot()) : null;
      last = fact == null ? last : Math.max(last, fact.time());
    }
    return last;
  }

  /**
   * For each absence the last time at which an event can break a match; the beginning of time where
   * none can.
   */
  long[] until(Row match) {
    long completed = completedAt(match);
    long[] until = new long[absences.size()];
    for (int a = 0; a < until.length; a++) {
      long last = absences.get(a).lastBreak(match);
      until[a] = last >= completed ? last : Long.MIN_VALUE;
    }
    return until;
  }

  /** The last of these times; the beginning of time where none can any more. */
  static long deadline(long[] until) {
    long deadline = Long.MIN_VALUE;
    for (long last : until) {
      deadline = Math.max(deadline, last);
    }
    return deadline;
  }

  List<Link> arrival() {
    return arrival;
  }

  List<Keeper> keepers() {
    return keepers;
  }

  List<Keeper> absences() {
    return absences;
  }

  /** The {@code not}s over several patterns. */
  List<ChainGroup> absentGroups() {
    return absentGroups;
  }

  /** How many things must not be there: single events first, then groups. */
  int decisions() {
    return absences.size() + absentGroups.size();
  }

  /** What may complete a match, in the order of the rule. */
  List<Trigger> triggers() {
    return triggers;
  }

  List<Step> deferred() {
    return deferred;
  }
}
