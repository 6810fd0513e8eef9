package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
import io.tocsin.engine.sandbox.Budget;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
  /** Maps and queues that have held more than this give their memory back once they are empty. */
  private static final int LARGE = 1 << 10;

  private final KeyGroup group;
  private final Chain chain;
  private final Lookup tables;
  private final Firing firing;
  private final DeadlineQueue deadlines;
  private final Tail tail;
  private final Row row;
  private final @Nullable LastingMatches lasting;
  private final ArrayDeque<Kept>[] kept;
  private Map<Object, ChainState> states = new LinkedHashMap<>();

  /** What keys lack that have no state; see {@link ChainState#gap()}. */
  private long gap = ChainState.COMPLETE;

  private long unseen = ChainState.COMPLETE;

  /** The key of the event or match at work. */
  private Object key = EventKey.NONE;

  private long live;
  private long most;

  @SuppressWarnings({"unchecked", "rawtypes"})
  ChainRunner(
      RulePlan rule,
      List<Step> steps,
      KeyGroup group,
      Tables tables,
      OwnFacts facts,
      Firing firing,
      DeadlineQueue deadlines,
      Quota quota) {
    super(rule, steps, quota);
    this.group = group;
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
    this.lasting = rule.opensEpisode() ? new LastingMatches(this, firing, deadlines) : null;
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
        ChainState state = oldest.state();
        quota().keep(-1, -Footprint.inChain(state.oldest(keeper.number())));
        state.removeOldest(keeper.number());
        live--;
        forgetIfEmpty(state);
      }
    }
  }

  @Override
  void sweep(long now) {
    leave(now, List.of(), Runnable::run);
    if (live == 0 && most > LARGE) {
      most = 0;
      for (int i = 0; i < kept.length; i++) {
        kept[i] = new ArrayDeque<>(1);
      }
      states = new LinkedHashMap<>(states);
    }
  }

  private void forgetIfEmpty(ChainState state) {
    if (state.isEmpty() && states.remove(state.key(), state)) {
      quota().keys(-1);
      quota().keep(0, -Footprint.chain(state.key()));
      gap = Math.max(gap, state.gap());
      unseen = Math.max(unseen, state.unseen());
    }
  }

  private void register(ChainState state) {
    if (states.putIfAbsent(state.key(), state) == null) {
      quota().keys(1);
      quota().keep(0, Footprint.chain(state.key()));
    }
  }

  @Override
  void event(Fact fact, long now) {
    if (chain.decisions() > 0) {
      // What an earlier event left must not be in the state of a match that waits.
      row.clear();
    }
    ChainArrival arrival = new ChainArrival(this, fact, now, stateOf(fact));
    arrival.accept();
    if (arrival.isRelevant()) {
      try {
        arrival.breakPendings();
        arrival.trigger();
      } finally {
        arrival.store();
        forgetIfEmpty(arrival.state());
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
    key = EventKey.of(group, anchor(match).event());
    ChainState state = states.get(key);
    long missed = unseen;
    if (state != null) {
      missed = state.unseen();
      state.pendings().remove(pending);
      forgetIfEmpty(state);
    }
    boolean broken = !hasItsFacts(match);
    boolean lacks = completedAt(match) <= missed;
    int singles = chain.absences().size();
    for (int g = 0; g < chain.absentGroups().size(); g++) {
      if (pending.until()[singles + g] != Long.MIN_VALUE) {
        ChainGroup group = chain.absentGroups().get(g);
        lacks |=
            pending.deadline() < (state == null ? gap : state.gap())
                || tail.lacksRows(group.patterns());
        broken |= isThere(group, match, pending.deadline(), state);
      }
    }
    if (broken) {
      return;
    }
    if (lacks) {
      quota().shed(Limit.INCOMPLETE, rule().name(), pending.deadline());
    } else {
      fire(match, pending.deadline(), null, pending.deadline());
    }
  }

  /** Whether the own facts of a match that waited are still what they were. */
  private boolean hasItsFacts(Row match) {
    return matched(match).stream()
        .allMatch(fact -> fact.event().type().isEvent() || tables.isThere(fact));
  }

  private boolean isThere(ChainGroup group, Row match, long now, @Nullable ChainState state) {
    return group.isThere(
        match,
        now,
        (plan, keeper, any) ->
            keeper < 0 ? tables.rows(plan, any) : state == null ? List.of() : state.stored(keeper),
        budget());
  }

  /** An event broke a match that waited. */
  void broken(Pending pending) {
    pending.end();
    quota().timers(-1);
    deadlines.over();
  }

  /** When the last event of a match came: what came before it was looked at then. */
  private long completedAt(Row match) {
    return matched(match).stream().mapToLong(Fact::time).max().orElse(Long.MIN_VALUE);
  }

  private Fact anchor(Row match) {
    return matched(match).get(0);
  }

  /** The events of the positive patterns, in the order of the rule. */
  private List<Fact> matched(Row match) {
    List<Fact> facts = new ArrayList<>();
    for (Chain.Keeper keeper : chain.keepers()) {
      Fact fact = match.fact(keeper.plan().slot());
      if (keeper.isPositive() && fact != null) {
        facts.add(fact);
      }
    }
    return facts;
  }

  /** The match stands: what needs no stored events is judged, and the rule fires. */
  void fire(Row match, long at, @Nullable Fact deciding, @Nullable Long deadline) {
    ChainMatch view =
        new ChainMatch(
            matched(match), at, deciding, deadline, repeats() ? this : null, group, lasting);
    tail.each(match, at, () -> firing.fire(rule(), match, view));
  }

  /** The match waits for its deadline. */
  void await(Row match, long deadline, long[] until, ChainState state) {
    Pending pending = new Pending(this, deadline, until, match);
    state.pendings().add(pending);
    register(state);
    quota().timers(1);
    deadlines.add(pending);
  }

  /** Keeps an event for a pattern, where the limits allow it. */
  void keep(Chain.Keeper keeper, Fact fact, ChainState state, long now) {
    boolean isNew = state.isEmpty();
    long size = Footprint.inChain(fact) + (isNew ? Footprint.chain(state.key()) : 0);
    Limit limit = quota().refuses(size, isNew, isNew && !keeper.guards(), now);
    if (limit != null) {
      quota().shed(limit, rule().name(), now);
      if (keeper.guards()) {
        lack(keeper, fact, state);
      }
      return;
    }
    state.store(keeper.number(), fact);
    kept[keeper.number()].addLast(new Kept(fact.time(), state));
    register(state);
    quota().keep(1, Footprint.inChain(fact));
    live++;
    most = Math.max(most, live);
  }

  /** No match of the key may be decided that an unknown event could cancel or change. */
  private void lack(Chain.Keeper keeper, Fact fact, ChainState state) {
    long until = keeper.neededUntil(fact.time());
    if (state.isEmpty()) {
      gap = Math.max(gap, until);
    }
    state.lacks(until);
  }

  @Override
  void missed(Fact fact) {
    ChainState state = stateOf(fact);
    for (Chain.Keeper keeper : chain.keepers()) {
      if (keeper.guards() && Patterns.accepts(keeper.plan(), fact, row)) {
        lack(keeper, fact, state);
        state.unseen(fact.time());
        if (state.isEmpty()) {
          unseen = Math.max(unseen, fact.time());
        }
      }
    }
  }

  private ChainState stateOf(Fact fact) {
    key = EventKey.of(group, fact.event());
    ChainState known = states.get(key);
    if (known == null) {
      known = new ChainState(key, chain.keepers().size());
      known.lacks(gap);
      known.unseen(unseen);
    }
    return known;
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
    for (ChainState state : states.values()) {
      state.pendings().stream().filter(pending -> !pending.isOver()).forEach(this::broken);
      for (Chain.Keeper keeper : chain.keepers()) {
        for (Fact fact : state.stored(keeper.number())) {
          quota().keep(-1, -Footprint.inChain(fact));
        }
      }
      quota().keep(0, -Footprint.chain(state.key()));
      quota().keys(-1);
    }
    states = new LinkedHashMap<>();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new ArrayDeque<>();
    }
    if (lasting != null) {
      lasting.clear();
    }
    gap = ChainState.COMPLETE;
    unseen = ChainState.COMPLETE;
    live = 0;
    most = 0;
  }

  @Override
  long live() {
    return live;
  }

  @Override
  void save(StateWriter state, DataOutput out) throws IOException {
    out.writeLong(gap);
    out.writeLong(unseen);
    if (lasting != null) {
      lasting.save(state, out);
    }
    ChainCodec.save(chain, states.values(), kept, state, out);
  }

  @Override
  void restore(StateReader state, DataInput in) throws IOException {
    live = 0;
    gap = in.readLong();
    unseen = in.readLong();
    if (lasting != null) {
      lasting.restore(state, in);
    }
    ChainCodec codec = new ChainCodec(this, chain, rule().slots());
    codec.restore(state, in, kept, states);
    for (ArrayDeque<Kept> queue : kept) {
      live += queue.size();
    }
    most = live;
    states.values().forEach(this::count);
    codec.pendings().forEach(deadlines::restore);
    quota().timers(codec.pendings().size());
  }

  private void count(ChainState restored) {
    quota().keys(1);
    quota().keep(0, Footprint.chain(restored.key()));
    for (Chain.Keeper keeper : chain.keepers()) {
      for (Fact fact : restored.stored(keeper.number())) {
        quota().keep(1, Footprint.inChain(fact));
      }
    }
  }
}
