package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.FactFactory;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
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
  private final KeyReader keys;
  private final Chain chain;
  private final Lookup tables;
  private final Firing firing;
  private final DeadlineQueue deadlines;
  private final Tail tail;
  private final Row row;
  private final @Nullable LastingMatches lasting;
  private final ChainStore store;
  private final Row waitingRow;
  private @Nullable WaitingHead head;
  private @Nullable ChainArrival arriving;

  /** The key of the event or match at work. */
  private Object key = EventKey.NONE;

  ChainRunner(
      RulePlan rule,
      List<Step> steps,
      KeyGroup group,
      FactFactory objects,
      Tables tables,
      OwnFacts facts,
      Firing firing,
      DeadlineQueue deadlines,
      Quota quota) {
    super(rule, steps, quota);
    this.group = group;
    this.keys = new KeyReader(group);
    this.tables = new Lookup(tables, facts, match -> key);
    this.firing = firing;
    this.deadlines = deadlines;
    this.chain = new Chain(steps);
    this.tail =
        new Tail(
            chain.deferred(),
            this.tables,
            firing.budget(),
            now -> quota.shed(Limit.INCOMPLETE, rule.name(), now));
    this.row = new Row(rule.slots());
    this.waitingRow = new Row(rule.slots());
    this.lasting = rule.opensEpisode() ? new LastingMatches(this, firing, deadlines) : null;
    this.store = new ChainStore(chain, new ChainColumns(chain, group, objects), rule, quota);
  }

  @Override
  List<PatternPlan> patterns() {
    return chain.keepers().stream().map(Chain.Keeper::plan).toList();
  }

  @Override
  long nextLeave() {
    return store.nextLeave();
  }

  @Override
  boolean judgesLeaving() {
    return false;
  }

  @Override
  void leave(long now, List<Fact> events, Guard guard) {
    store.leave(now);
  }

  @Override
  void sweep(long now) {
    store.sweep(now);
  }

  @Override
  void event(Fact fact, long now) {
    if (chain.decisions() > 0) {
      // What an earlier event left must not be in the state of a match that waits.
      row.clear();
    }
    ChainArrival arrival = arriving;
    if (arrival == null) {
      arrival = new ChainArrival(this, fact, now, stateOf(fact));
      arriving = arrival;
    } else {
      arrival.begin(fact, now, stateOf(fact));
    }
    arrival.accept();
    if (arrival.isRelevant()) {
      try {
        arrival.breakMatches();
        arrival.trigger();
      } finally {
        arrival.store();
        store.forgetIfEmpty(arrival.state());
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
    quota().timers(-1);
    key = keys.of(anchor(match).event());
    ChainState state = store.state(key);
    if (state.isKept()) {
      state.pendings().remove(pending);
    }
    decide(match, pending.deadline(), pending.until(), state);
  }

  /** The deadline of the first of the matches in columns passed. */
  void decideFirst() {
    if (waiting().isEmpty()) {
      return;
    }
    int event = waiting().first();
    key = store.columns().key(waiting().group(event));
    Row match = matchOf(event, key);
    long[] until = chain.until(match);
    ChainState state = store.state(key);
    store.columns().removeWaiting(event);
    quota().timers(-1);
    decide(match, Chain.deadline(until), until, state);
  }

  private void decide(Row match, long deadline, long[] until, ChainState state) {
    boolean broken = !hasItsFacts(match);
    boolean lacks = chain.completedAt(match) <= state.unseen();
    int singles = chain.absences().size();
    for (int g = 0; g < chain.absentGroups().size(); g++) {
      if (until[singles + g] != Long.MIN_VALUE) {
        ChainGroup group = chain.absentGroups().get(g);
        lacks |= deadline < state.gap() || tail.lacksRows(group.patterns());
        broken |= isThere(group, match, deadline, state);
      }
    }
    store.forgetIfEmpty(state);
    if (broken) {
      return;
    }
    if (lacks) {
      quota().shed(Limit.INCOMPLETE, rule().name(), deadline);
    } else {
      fire(match, deadline, null, deadline);
    }
  }

  private WaitingEvents waiting() {
    return Objects.requireNonNull(store.columns().waiting());
  }

  /** The match of an event that waits in columns; used again for the next. */
  Row matchOf(int event, Object ofKey) {
    Chain.Keeper alone = Objects.requireNonNull(chain.alone());
    waitingRow.clear();
    waitingRow.set(alone.plan().slot(), waiting().fact(event, ofKey));
    Patterns.bind(alone.plan().bindings(), waitingRow);
    return waitingRow;
  }

  /** The deadline of the first match in columns passes now. */
  void passesFirst() {
    head = null;
  }

  /** Waits for the deadline of the first match in columns, unless it does so already. */
  void awaitFirst() {
    if (head == null && !waiting().isEmpty()) {
      int event = waiting().first();
      Row match = matchOf(event, store.columns().key(waiting().group(event)));
      head = new WaitingHead(this, Chain.deadline(chain.until(match)), waiting().sequence(event));
      deadlines.restore(head);
    }
  }

  private void cancelFirst() {
    if (head != null) {
      head.cancel();
      deadlines.over();
      head = null;
    }
  }

  /** An event broke a match in columns. */
  void broken(int event) {
    boolean first = event == waiting().first();
    store.columns().removeWaiting(event);
    quota().timers(-1);
    if (first) {
      cancelFirst();
      awaitFirst();
    }
  }

  /** Whether the own facts of a match that waited are still what they were. */
  private boolean hasItsFacts(Row match) {
    return chain.matched(match).stream()
        .allMatch(fact -> fact.event().type().isEvent() || tables.isThere(fact));
  }

  private boolean isThere(ChainGroup group, Row match, long now, ChainState state) {
    return group.isThere(
        match,
        now,
        (plan, keeper, any) -> keeper < 0 ? tables.rows(plan, any) : state.stored(keeper),
        budget());
  }

  /** An event broke a match that waited. */
  void broken(Pending pending) {
    pending.end();
    quota().timers(-1);
    deadlines.over();
  }

  private Fact anchor(Row match) {
    return chain.matched(match).get(0);
  }

  /** The match stands: what needs no stored events is judged, and the rule fires. */
  void fire(Row match, long at, @Nullable Fact deciding, @Nullable Long deadline) {
    ChainMatch view =
        new ChainMatch(
            chain.matched(match), at, deciding, deadline, repeats() ? this : null, group, lasting);
    tail.each(match, at, () -> firing.fire(rule(), match, view));
  }

  /** The match waits for its deadline. */
  void await(Row match, long deadline, long[] until, ChainState state) {
    store.register(state);
    quota().timers(1);
    Chain.Keeper alone = chain.alone();
    Fact only = alone == null ? null : match.fact(alone.plan().slot());
    if (only != null) {
      store.columns().await(state.number(), only, deadlines.number());
      awaitFirst();
    } else {
      Pending pending = new Pending(this, deadline, until, match.copy());
      state.add(pending);
      deadlines.add(pending);
    }
  }

  @Override
  void missed(Fact fact) {
    ChainState state = stateOf(fact);
    for (Chain.Keeper keeper : chain.keepers()) {
      if (keeper.guards() && Patterns.accepts(keeper.plan(), fact, row)) {
        store.missed(keeper, fact, state);
      }
    }
  }

  private ChainState stateOf(Fact fact) {
    key = keys.of(fact.event());
    return store.state(key);
  }

  ChainStore keeping() {
    return store;
  }

  Chain chain() {
    return chain;
  }

  Row row() {
    return row;
  }

  Budget budget() {
    return firing.budget();
  }

  Tail tail() {
    return tail;
  }

  Lookup tables() {
    return tables;
  }

  @Override
  void clear() {
    cancelFirst();
    if (store.columns().waiting() != null) {
      quota().timers(-waiting().size());
    }
    store.clear(this::broken);
    if (lasting != null) {
      lasting.clear();
    }
  }

  @Override
  long live() {
    return store.live();
  }

  @Override
  void save(StateWriter state, DataOutput out) throws IOException {
    store.saveLacks(out);
    if (lasting != null) {
      lasting.save(state, out);
    }
    new ChainCodec(this, chain, rule().slots()).save(store.columns(), state, out);
  }

  @Override
  void restore(StateReader state, DataInput in) throws IOException {
    store.restoreLacks(in);
    if (lasting != null) {
      lasting.restore(state, in);
    }
    ChainCodec codec = new ChainCodec(this, chain, rule().slots());
    codec.restore(store, state, in);
    codec.pendings().forEach(deadlines::restore);
    quota().timers(codec.pendings().size());
    if (store.columns().waiting() != null) {
      quota().timers(waiting().size());
      awaitFirst();
    }
  }
}
