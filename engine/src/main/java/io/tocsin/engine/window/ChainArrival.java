package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.session.Limit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The event on its way through a chain, one after the other: it breaks what waits, completes
 * matches, and is kept.
 */
final class ChainArrival {
  private static final int[] NOTHING = {};

  private final ChainRunner runner;
  private final Chain chain;
  private final Row row;
  private final Lookup tables;
  private final Budget budget;
  private final boolean[] accepted;

  /** What comes after each step: the step after it. */
  private final Runnable[] after;

  private Fact fact;
  private long now;
  private ChainState state;
  private @Nullable RuntimeException failure;
  private int lastChance;
  private boolean included;

  /** Begins with an event; see {@link #begin}. */
  ChainArrival(ChainRunner runner, Fact fact, long now, ChainState state) {
    this.runner = runner;
    this.chain = runner.chain();
    this.row = runner.row();
    this.tables = runner.tables();
    this.budget = runner.budget();
    this.accepted = new boolean[chain.keepers().size()];
    this.after = new Runnable[chain.arrival().size()];
    for (int i = 0; i < after.length; i++) {
      int next = i + 1;
      after[i] = () -> extend(next);
    }
    this.fact = fact;
    this.now = now;
    this.state = state;
    begin(fact, now, state);
  }

  /**
   * Begins with the next event.
   *
   * @param kept what the rule keeps for the event's key
   */
  void begin(Fact next, long instant, ChainState kept) {
    fact = next;
    now = instant;
    state = kept;
    Arrays.fill(accepted, false);
    failure = null;
    lastChance = -1;
    included = false;
  }

  void accept() {
    for (int i = 0; i < accepted.length; i++) {
      try {
        accepted[i] = Patterns.accepts(chain.keepers().get(i).plan(), fact, row);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  boolean isRelevant() {
    for (boolean one : accepted) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Breaks the matches that wait for that nothing like this comes. */
  void breakMatches() {
    if (chain.alone() == null) {
      breakPendings();
      return;
    }
    List<Chain.Keeper> absences = chain.absences();
    boolean any = false;
    for (int a = 0; a < absences.size(); a++) {
      any |= accepted[absences.get(a).number()];
    }
    for (int event : any ? state.waiting() : NOTHING) {
      Row match = runner.matchOf(event, state.key());
      long[] until = chain.until(match);
      boolean broken = false;
      for (int a = 0; a < until.length && !broken; a++) {
        if (accepted[absences.get(a).number()]) {
          budget.step();
          broken = fact.time() <= until[a] && meets(absences.get(a), match);
        }
      }
      if (broken) {
        runner.broken(event);
      }
    }
  }

  private void breakPendings() {
    List<Chain.Keeper> absences = chain.absences();
    for (int a = 0; a < absences.size(); a++) {
      if (!accepted[absences.get(a).number()]) {
        continue;
      }
      List<Pending> pendings = state.pendings();
      for (int i = 0; i < pendings.size(); ) {
        Pending pending = pendings.get(i);
        budget.step();
        Row match = pending.row();
        if (match != null && fact.time() <= pending.until()[a] && meets(absences.get(a), match)) {
          runner.broken(pending);
          pendings.remove(i);
        } else {
          i++;
        }
      }
    }
  }

  ChainState state() {
    return state;
  }

  void trigger() {
    if (now < state.gap()) {
      if (chain.keepers().stream().anyMatch(k -> k.triggers() && accepted[k.number()])) {
        runner.quota().shed(Limit.INCOMPLETE, runner.rule().name(), now);
      }
      return;
    }
    for (int i = 0; i < chain.triggers().size(); i++) {
      Chain.Trigger each = chain.triggers().get(i);
      if (isAccepted(each.keepers())) {
        lastChance = each.number();
      }
    }
    if (lastChance >= 0) {
      extend(0);
    }
  }

  private boolean isAccepted(int[] keepers) {
    for (int keeper : keepers) {
      if (accepted[keeper]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tries what is kept before the event itself at each step, so that matches come in the order of
   * their events, and each of them once.
   */
  private void extend(int at) {
    if (at == chain.arrival().size()) {
      complete();
      return;
    }
    Chain.Link link = chain.arrival().get(at);
    ChainGroup group = link.group();
    if (group != null) {
      group(link.step(), group, after[at]);
      return;
    }
    if (link.keeper() < 0) {
      tableOrFilter(link.step(), after[at]);
      return;
    }
    Chain.Keeper keeper = chain.keepers().get(link.keeper());
    switch (keeper.role()) {
      case MATCH -> match(keeper, after[at]);
      case FACT -> fact(keeper, after[at]);
      case EXISTS -> exists(keeper, after[at]);
      case SOURCE ->
          accumulate((Step.Accumulate) link.step(), state.stored(keeper.number()), after[at]);
      case ABSENT, EXISTS_MEMBER, ABSENT_MEMBER, SOURCE_MEMBER ->
          throw new IllegalStateException("[" + keeper + "] is no step.");
    }
  }

  private void tableOrFilter(Step step, Runnable next) {
    if (step instanceof Step.Accumulate accumulate) {
      runner
          .tail()
          .unlessUnknown(
              accumulate.source(),
              now,
              () -> accumulate(accumulate, tables.rows(accumulate.source(), row), next));
    } else {
      runner.tail().step(step, row, now, next);
    }
  }

  private void match(Chain.Keeper keeper, Runnable next) {
    if (mayLeaveOut(keeper.number())) {
      for (Fact candidate : state.stored(keeper.number())) {
        budget.step();
        if (Patterns.joins(keeper.plan(), candidate, row, now)) {
          next.run();
        }
      }
    }
    if (accepted[keeper.number()]) {
      budget.step();
      if (Patterns.joins(keeper.plan(), fact, row, now)) {
        include(next);
      }
    }
  }

  private void fact(Chain.Keeper keeper, Runnable next) {
    boolean mayLeaveOut = mayLeaveOut(keeper.number());
    for (Fact candidate : List.copyOf(tables.rows(keeper.plan(), row))) {
      boolean own = candidate.event() == fact.event();
      if (!own && !mayLeaveOut) {
        continue;
      }
      budget.step();
      if (Patterns.accepts(keeper.plan(), candidate, row)
          && Patterns.joins(keeper.plan(), candidate, row, now)) {
        if (own) {
          include(next);
        } else {
          next.run();
        }
      }
    }
  }

  /** An {@code exists} that the event itself satisfies must not have been satisfied before. */
  private void exists(Chain.Keeper keeper, Runnable next) {
    boolean before = anyStored(keeper);
    boolean byThis = !before && accepted[keeper.number()] && meets(keeper, row);
    Patterns.forget(keeper.plan(), row);
    proceed(keeper.number(), before, byThis, next);
  }

  /** Goes on where something is there, or is there by this event. */
  private void proceed(int number, boolean before, boolean byThis, Runnable next) {
    if (byThis) {
      include(next);
    } else if (before && mayLeaveOut(number)) {
      next.run();
    }
  }

  /** Whether the match has the event already, or may still take it behind a pattern. */
  private boolean mayLeaveOut(int number) {
    return included || number < lastChance;
  }

  private void include(Runnable next) {
    boolean outer = included;
    included = true;
    next.run();
    included = outer;
  }

  private boolean anyStored(Chain.Keeper keeper) {
    for (Fact candidate : state.stored(keeper.number())) {
      budget.step();
      if (Patterns.joins(keeper.plan(), candidate, row, now)) {
        return true;
      }
    }
    return false;
  }

  private void group(Step step, ChainGroup group, Runnable next) {
    if (step instanceof Step.AccumulateGroup accumulate) {
      Accumulation results = new Accumulation(accumulate.key(), accumulate.aggregates());
      group.each(row, now, this::stored, budget, () -> results.add(row));
      runner.tail().unlessUnknown(group.patterns(), now, () -> results.each(row, next));
    } else {
      boolean before = group.isThere(row, now, this::stored, budget);
      boolean byThis =
          !before && isAccepted(group.keepers()) && group.isThere(row, now, this::withThis, budget);
      proceed(group.first(), before, byThis, next);
    }
  }

  private Iterable<Fact> stored(PatternPlan plan, int keeper, Row match) {
    return keeper < 0 ? tables.rows(plan, match) : state.stored(keeper);
  }

  private Iterable<Fact> withThis(PatternPlan plan, int keeper, Row match) {
    if (keeper < 0 || !accepted[keeper]) {
      return stored(plan, keeper, match);
    }
    List<Fact> candidates = new ArrayList<>();
    state.stored(keeper).forEach(candidates::add);
    candidates.add(fact);
    return candidates;
  }

  private void accumulate(Step.Accumulate step, Iterable<Fact> stored, Runnable next) {
    Accumulation results = new Accumulation(step.key(), step.aggregates());
    for (Fact candidate : stored) {
      budget.step();
      boolean counts =
          step.source().table()
              ? Patterns.accepts(step.source(), candidate, row)
                  && Patterns.joins(step.source(), candidate, row, now)
              : Patterns.joins(step.source(), candidate, row, now);
      if (counts) {
        results.add(row);
      }
    }
    Patterns.forget(step.source(), row);
    results.each(row, next);
  }

  private void complete() {
    if (!included) {
      return;
    }
    List<Chain.Keeper> absences = chain.absences();
    long[] until = new long[chain.decisions()];
    long deadline = Long.MIN_VALUE;
    for (int a = 0; a < absences.size(); a++) {
      Chain.Keeper absence = absences.get(a);
      if (anyStored(absence) || (accepted[absence.number()] && meets(absence, row))) {
        return;
      }
      Patterns.forget(absence.plan(), row);
      long last = absence.lastBreak(row);
      until[a] = last >= now ? last : Long.MIN_VALUE;
      deadline = Math.max(deadline, until[a]);
    }
    for (int g = 0; g < chain.absentGroups().size(); g++) {
      ChainGroup group = chain.absentGroups().get(g);
      group.forget(row);
      long last = group.lastChange(row);
      boolean waits = last >= now;
      if (!waits && group.isThere(row, now, this::withThis, budget)) {
        return;
      }
      if (!waits && runner.tail().lacksRows(group.patterns())) {
        runner.quota().shed(Limit.INCOMPLETE, runner.rule().name(), now);
        return;
      }
      until[absences.size() + g] = waits ? last : Long.MIN_VALUE;
      deadline = Math.max(deadline, until[absences.size() + g]);
    }
    if (deadline == Long.MIN_VALUE) {
      runner.fire(row, now, fact, null);
    } else if (runner.quota().admitsTimer()) {
      runner.await(row, deadline, until, state);
    } else {
      runner.quota().shed(Limit.TIMERS, runner.rule().name(), now);
    }
  }

  /** Whether this event meets a match by an absence or existence that it passed. */
  private boolean meets(Chain.Keeper keeper, Row match) {
    try {
      return Patterns.joins(keeper.plan(), fact, match, now);
    } finally {
      Patterns.forget(keeper.plan(), match);
    }
  }

  void store() {
    for (int i = 0; i < accepted.length; i++) {
      Chain.Keeper keeper = chain.keepers().get(i);
      if (accepted[i] && chain.keeps(keeper)) {
        runner.keeping().keep(keeper, fact, state, now);
      }
    }
  }
}
