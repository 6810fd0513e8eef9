package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.plan.TimeRelation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule about single events: sequences, joins, absences, accumulates tied to a trigger.
 *
 * <p>An event that arrives at a positive pattern is combined with the stored events of the other
 * patterns; a combination is found exactly once, when its last event arrives: positions before the
 * event's own take stored events only, positions behind it the event itself too. What satisfies the
 * positive part and whose absences may still be broken waits as a {@link Pending}; it is decided
 * after all events of its deadline's instant. Example: {@code $p : Placed() not Paid(id == $p.id,
 * this after[0s,5m] $p)}, placed at 0 s: a payment at 300,000 ms breaks it, one at 300,001 ms does
 * not, and the rule fires at 300,000 ms once the watermark has passed that.
 */
final class ChainRunner extends RuleRunner {
  private final KeyGroup group;
  private final Chain chain;
  private final Tables tables;
  private final Firing firing;
  private final DeadlineQueue deadlines;
  private final Tail tail;
  private final Row row;
  private final ArrayDeque<Kept>[] kept;
  private final Map<Object, ChainState> states = new LinkedHashMap<>();
  private long live;

  @SuppressWarnings({"unchecked", "rawtypes"})
  ChainRunner(
      RulePlan rule,
      List<Step> steps,
      KeyGroup group,
      Tables tables,
      Firing firing,
      DeadlineQueue deadlines) {
    super(rule);
    this.group = group;
    this.tables = tables;
    this.firing = firing;
    this.deadlines = deadlines;
    this.chain = new Chain(steps);
    this.tail = new Tail(chain.deferred(), tables);
    this.row = new Row(rule.slots());
    this.kept = new ArrayDeque[chain.keepers().size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new ArrayDeque<>();
    }
  }

  @Override
  boolean uses(EventType type) {
    return chain.keepers().stream().anyMatch(keeper -> keeper.plan().type() == type);
  }

  @Override
  void leave(long now, List<Fact> events, Guard guard) {
    for (Chain.Keeper keeper : chain.keepers()) {
      ArrayDeque<Kept> queue = kept[keeper.number()];
      for (Kept oldest = queue.peekFirst();
          oldest != null && now - oldest.time() > keeper.horizon();
          oldest = queue.peekFirst()) {
        queue.removeFirst();
        oldest.state().removeOldest(keeper.number());
        live--;
        forgetIfEmpty(oldest.state());
      }
    }
  }

  private void forgetIfEmpty(ChainState state) {
    if (state.isEmpty()) {
      states.remove(state.key());
    }
  }

  @Override
  void event(Fact fact, long now) {
    Arrival arrival = new Arrival(fact, now);
    arrival.accept();
    if (arrival.isRelevant()) {
      try {
        arrival.breakPendings();
        arrival.trigger();
      } finally {
        arrival.store();
      }
    }
    arrival.rethrow();
  }

  /** A deadline passed: nothing came that would break the match. */
  void decide(Pending pending) {
    Row match = pending.row();
    if (match == null) {
      return;
    }
    pending.end();
    ChainState state = states.get(EventKey.of(group, anchor(match).event()));
    if (state != null) {
      state.pendings().remove(pending);
      forgetIfEmpty(state);
    }
    ChainMatch view = view(match, pending.deadline(), null, pending.deadline());
    tail.each(match, pending.deadline(), () -> firing.fire(rule(), match, view));
  }

  private Fact anchor(Row match) {
    return matched(match).get(0);
  }

  /** The events of the positive patterns, in the order of the rule. */
  private List<Fact> matched(Row match) {
    List<Fact> facts = new ArrayList<>();
    for (Chain.Keeper keeper : chain.keepers()) {
      Fact fact = match.fact(keeper.plan().slot());
      if (keeper.role() == Chain.Role.MATCH && fact != null) {
        facts.add(fact);
      }
    }
    return facts;
  }

  private ChainMatch view(Row match, long at, @Nullable Fact deciding, @Nullable Long deadline) {
    return new ChainMatch(matched(match), at, deciding, deadline);
  }

  @Override
  long live() {
    return live;
  }

  /** One event on its way through the rule. */
  private final class Arrival {
    private final Fact fact;
    private final long now;
    private final boolean[] accepted = new boolean[chain.keepers().size()];
    private final ChainState state;
    private @Nullable RuntimeException failure;
    private int trigger;

    Arrival(Fact fact, long now) {
      this.fact = fact;
      this.now = now;
      Object key = EventKey.of(group, fact.event());
      ChainState known = states.get(key);
      this.state = known == null ? new ChainState(key, chain.keepers().size()) : known;
    }

    void accept() {
      for (Chain.Keeper keeper : chain.keepers()) {
        try {
          accepted[keeper.number()] = Patterns.accepts(keeper.plan(), fact, row);
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

    void breakPendings() {
      List<Chain.Keeper> absences = chain.absences();
      for (int a = 0; a < absences.size(); a++) {
        if (!accepted[absences.get(a).number()]) {
          continue;
        }
        for (Iterator<Pending> i = state.pendings().iterator(); i.hasNext(); ) {
          Pending pending = i.next();
          Row match = pending.row();
          if (match != null
              && fact.time() <= pending.until()[a]
              && breaks(absences.get(a), match)) {
            pending.end();
            i.remove();
          }
        }
      }
    }

    void trigger() {
      for (Chain.Keeper keeper : chain.keepers()) {
        if (keeper.triggers() && accepted[keeper.number()]) {
          trigger = keeper.number();
          extend(0);
        }
      }
    }

    private void extend(int at) {
      if (at == chain.arrival().size()) {
        complete();
        return;
      }
      Chain.Link link = chain.arrival().get(at);
      if (link.keeper() < 0) {
        tableOrFilter(link.step(), () -> extend(at + 1));
        return;
      }
      Chain.Keeper keeper = chain.keepers().get(link.keeper());
      switch (keeper.role()) {
        case MATCH -> {
          for (Fact candidate : candidates(keeper)) {
            if (Patterns.joins(keeper.plan(), candidate, row, now)) {
              extend(at + 1);
            }
          }
        }
        case EXISTS -> {
          boolean exists = exists(keeper);
          Patterns.forget(keeper.plan(), row);
          if (exists) {
            extend(at + 1);
          }
        }
        case SOURCE -> {
          accumulate((Step.Accumulate) link.step(), state.stored(keeper.number()));
          extend(at + 1);
        }
        case ABSENT -> throw new IllegalStateException("Absences come last.");
      }
    }

    private void tableOrFilter(Step step, Runnable next) {
      if (step instanceof Step.Accumulate accumulate) {
        accumulate(accumulate, tables.rows(accumulate.source().type()));
        next.run();
      } else {
        Tail.step(step, row, now, tables, next);
      }
    }

    private List<Fact> candidates(Chain.Keeper keeper) {
      if (keeper.number() == trigger) {
        return List.of(fact);
      }
      List<Fact> candidates = new ArrayList<>();
      state.stored(keeper.number()).forEach(candidates::add);
      if (keeper.number() > trigger && accepted[keeper.number()]) {
        candidates.add(fact);
      }
      return candidates;
    }

    /** An {@code exists} that the event itself triggers must not have been satisfied before. */
    private boolean exists(Chain.Keeper keeper) {
      boolean before = anyStored(keeper);
      if (keeper.number() == trigger) {
        return !before && Patterns.joins(keeper.plan(), fact, row, now);
      }
      return before
          || (accepted[keeper.number()]
              && keeper.number() > trigger
              && Patterns.joins(keeper.plan(), fact, row, now));
    }

    private boolean anyStored(Chain.Keeper keeper) {
      for (Fact candidate : state.stored(keeper.number())) {
        if (Patterns.joins(keeper.plan(), candidate, row, now)) {
          return true;
        }
      }
      return false;
    }

    private void accumulate(Step.Accumulate step, Iterable<Fact> stored) {
      Accumulator[] functions = new Accumulator[step.aggregates().size()];
      for (int i = 0; i < functions.length; i++) {
        functions[i] = Accumulator.of(step.aggregates().get(i).function());
      }
      for (Fact candidate : stored) {
        boolean counts =
            step.source().table()
                ? Patterns.accepts(step.source(), candidate, row)
                    && Patterns.joins(step.source(), candidate, row, now)
                : Patterns.joins(step.source(), candidate, row, now);
        if (counts) {
          for (int i = 0; i < functions.length; i++) {
            var argument = step.aggregates().get(i).argument();
            functions[i].add(argument == null ? null : argument.evaluate(row));
          }
        }
      }
      Patterns.forget(step.source(), row);
      for (int i = 0; i < functions.length; i++) {
        row.set(step.aggregates().get(i).slot(), functions[i].result());
      }
    }

    private void complete() {
      List<Chain.Keeper> absences = chain.absences();
      long[] until = new long[absences.size()];
      long deadline = Long.MIN_VALUE;
      for (int a = 0; a < absences.size(); a++) {
        Chain.Keeper absence = absences.get(a);
        if (anyStored(absence) || (accepted[absence.number()] && breaks(absence, row))) {
          return;
        }
        Patterns.forget(absence.plan(), row);
        long last = lastBreak(absence);
        until[a] = last >= now ? last : Long.MIN_VALUE;
        deadline = Math.max(deadline, until[a]);
      }
      if (deadline == Long.MIN_VALUE) {
        ChainMatch view = view(row, now, fact, null);
        tail.each(row, now, () -> firing.fire(rule(), row, view));
      } else {
        await(deadline, until);
      }
    }

    /** Whether this event breaks a match by an absence that it passed. */
    private boolean breaks(Chain.Keeper absence, Row match) {
      try {
        return Patterns.joins(absence.plan(), fact, match, now);
      } finally {
        Patterns.forget(absence.plan(), match);
      }
    }

    private void await(long deadline, long[] until) {
      Row match = row.copy();
      List<Fact> matched = matched(match);
      Pending pending =
          new Pending(
              ChainRunner.this,
              deadline,
              until,
              matched.stream().map(f -> f.event().position()).toList(),
              match);
      state.pendings().add(pending);
      states.putIfAbsent(state.key(), state);
      deadlines.add(pending);
    }

    /**
     * The last time at which an event could break the absence; the beginning of time where none
     * still can.
     */
    private long lastBreak(Chain.Keeper absence) {
      int own = absence.plan().slot();
      long last = Long.MAX_VALUE;
      for (TimeRelation relation : absence.plan().relations()) {
        Fact other = row.fact(relation.slot() == own ? relation.otherSlot() : relation.slot());
        if (other != null) {
          long upper = relation.slot() == own ? relation.upper() : negate(relation.lower());
          last = Math.min(last, upper == Long.MAX_VALUE ? Long.MAX_VALUE : other.time() + upper);
        }
      }
      return last == Long.MAX_VALUE ? Long.MIN_VALUE : last;
    }

    private long negate(long value) {
      return value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
    }

    void store() {
      for (Chain.Keeper keeper : chain.keepers()) {
        if (accepted[keeper.number()] && keeps(keeper)) {
          state.store(keeper.number(), fact);
          kept[keeper.number()].addLast(new Kept(fact.time(), state));
          states.putIfAbsent(state.key(), state);
          live++;
        }
      }
    }

    /** Because the only positive pattern meets nobody else's events, its own are not kept. */
    private boolean keeps(Chain.Keeper keeper) {
      return !keeper.triggers()
          || chain.keepers().stream().filter(Chain.Keeper::triggers).count() > 1;
    }
  }

  @Override
  void save(StateWriter state, DataOutput out) throws IOException {
    ChainCodec.save(chain, states.values(), kept, state, out);
  }

  @Override
  void restore(StateReader state, DataInput in) throws IOException {
    live = 0;
    ChainCodec codec = new ChainCodec(this, chain, rule().slots());
    codec.restore(state, in, kept, states);
    for (ArrayDeque<Kept> queue : kept) {
      live += queue.size();
    }
    codec.pendings().forEach(deadlines::restore);
  }
}
