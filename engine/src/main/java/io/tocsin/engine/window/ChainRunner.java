package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.KeyGroup;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.plan.Step;
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
    super(rule, steps);
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
    ChainArrival arrival = new ChainArrival(this, fact, now, stateOf(fact));
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
    fire(match, pending.deadline(), null, pending.deadline());
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

  /** The match stands: what needs no stored events is judged, and the rule fires. */
  void fire(Row match, long at, @Nullable Fact deciding, @Nullable Long deadline) {
    ChainMatch view =
        new ChainMatch(matched(match), at, deciding, deadline, repeats() ? this : null);
    tail.each(match, at, () -> firing.fire(rule(), match, view));
  }

  /** The match waits for its deadline. */
  void await(Row match, long deadline, long[] until, ChainState state) {
    List<SourcePosition> anchors =
        matched(match).stream().map(fact -> fact.event().position()).toList();
    Pending pending = new Pending(this, deadline, until, anchors, match);
    state.pendings().add(pending);
    states.putIfAbsent(state.key(), state);
    deadlines.add(pending);
  }

  void keep(Chain.Keeper keeper, Fact fact, ChainState state) {
    state.store(keeper.number(), fact);
    kept[keeper.number()].addLast(new Kept(fact.time(), state));
    states.putIfAbsent(state.key(), state);
    live++;
  }

  private ChainState stateOf(Fact fact) {
    Object key = EventKey.of(group, fact.event());
    ChainState known = states.get(key);
    return known == null ? new ChainState(key, chain.keepers().size()) : known;
  }

  Chain chain() {
    return chain;
  }

  Row row() {
    return row;
  }

  Tables tables() {
    return tables;
  }

  @Override
  long live() {
    return live;
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
