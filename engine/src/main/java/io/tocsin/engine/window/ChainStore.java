package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.RulePlan;
import io.tocsin.engine.session.Limit;
import io.tocsin.engine.session.Quota;
import io.tocsin.engine.session.RuleSession;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the events of a rule about single events for as long as they are needed and as far as the
 * limits allow, and knows which keys lack something that was shed.
 */
final class ChainStore {
  private final ChainColumns columns;
  private final RulePlan rule;
  private final Quota quota;

  /** How long after its own time an event of a pattern is kept, milliseconds. */
  private final long[] horizons;

  private final long fixedKeyBytes;

  /** What keys lack that have no state; see {@link ChainState#gap()}. */
  private long gap = ChainState.COMPLETE;

  private long unseen = ChainState.COMPLETE;
  private long live;
  private int sweeps;

  ChainStore(Chain chain, ChainColumns columns, RulePlan rule, Quota quota) {
    this.columns = columns;
    this.rule = rule;
    this.quota = quota;
    this.fixedKeyBytes = Footprint.chainColumns(chain.keepers().size());
    this.horizons = chain.keepers().stream().mapToLong(Chain.Keeper::horizon).toArray();
  }

  ChainColumns columns() {
    return columns;
  }

  /** How many events are kept. */
  long live() {
    return live;
  }

  /** What is kept for a key. */
  ChainState state(Object key) {
    return new ChainState(columns, key, gap, unseen);
  }

  /** When the first event is past its time; {@link RuleSession#NEVER} where there is none. */
  long nextLeave() {
    long next = RuleSession.NEVER;
    for (int i = 0; i < horizons.length; i++) {
      EventLog log = columns.log(i);
      if (!log.isEmpty()) {
        long past = log.time(log.first()) + horizons[i] + 1;
        // Beyond the end of time for a horizon without an end.
        next = past < horizons[i] ? next : Math.min(next, past);
      }
    }
    return next;
  }

  private boolean leaves(int pattern, long now) {
    EventLog log = columns.log(pattern);
    return !log.isEmpty() && now - log.time(log.first()) > horizons[pattern];
  }

  /** Lets go of the events that are past their time. */
  void leave(long now) {
    for (int i = 0; i < horizons.length; i++) {
      while (leaves(i, now)) {
        forgetIfEmpty(removeFirst(i));
      }
    }
  }

  /** The same, and of idle memory. */
  void sweep(long now) {
    sweeps++;
    leave(now);
    columns.shrink();
  }

  private int removeFirst(int pattern) {
    EventColumns events = columns.events(pattern);
    quota.keep(-1, -events.bytes(columns.log(pattern).first()));
    live--;
    return columns.removeFirst(pattern);
  }

  /** Forgets a key for which nothing is kept any more. */
  void forgetIfEmpty(ChainState state) {
    if (state.isKept()) {
      forgetIfEmpty(state.number());
    }
  }

  private void forgetIfEmpty(int number) {
    if (columns.isEmpty(number)) {
      quota.keys(-1);
      quota.keep(0, -bytes(number));
      gap = Math.max(gap, columns.gap(number));
      unseen = Math.max(unseen, columns.unseen(number));
      columns.end(number);
    }
  }

  private long bytes(int number) {
    return fixedKeyBytes + columns.keyBytes(number);
  }

  /** Makes a place for a key where there is none. */
  void register(ChainState state) {
    if (!state.isKept()) {
      state.begin();
      quota.keys(1);
      quota.keep(0, bytes(state.number()));
    }
  }

  /** Keeps an event for a pattern, where the limits allow it. */
  void keep(Chain.Keeper keeper, Fact fact, ChainState state, long now) {
    boolean isNew = state.isEmpty();
    long bytes = columns.events(keeper.number()).bytes(fact.event());
    long size = bytes + (isNew ? fixedKeyBytes + EventKey.bytes(state.key()) : 0);
    int before = sweeps;
    long lacks = state.gap();
    long missed = state.unseen();
    Limit limit = quota.refuses(size, isNew, isNew && !keeper.guards(), now);
    if (sweeps != before) {
      state.refresh(lacks, missed);
    }
    if (limit != null) {
      quota.shed(limit, rule.name(), now);
      if (keeper.guards()) {
        lack(keeper, fact, state);
      }
      return;
    }
    register(state);
    store(keeper.number(), fact, state);
  }

  /** Keeps an event for a pattern; there must be a place for its key. */
  void store(int pattern, Fact fact, ChainState state) {
    state.store(pattern, fact);
    quota.keep(1, columns.events(pattern).bytes(fact.event()));
    live++;
  }

  /** No match of the key may be decided that an unknown event could cancel or change. */
  private void lack(Chain.Keeper keeper, Fact fact, ChainState state) {
    long until = keeper.neededUntil(fact.time());
    if (state.isEmpty()) {
      gap = Math.max(gap, until);
    }
    state.lacks(until);
  }

  /** An event that a pattern takes was shed before it could be evaluated. */
  void missed(Chain.Keeper keeper, Fact fact, ChainState state) {
    lack(keeper, fact, state);
    state.unseen(fact.time());
    if (state.isEmpty()) {
      unseen = Math.max(unseen, fact.time());
    }
  }

  /**
   * Forgets all.
   *
   * @param broken is told of each match that waits
   */
  void clear(Consumer<Pending> broken) {
    for (int number : columns.inOrder()) {
      List<Pending> waiting = columns.pendings(number);
      if (waiting != null) {
        waiting.stream().filter(pending -> !pending.isOver()).forEach(broken);
        waiting.clear();
      }
    }
    WaitingEvents matches = columns.waiting();
    while (matches != null && !matches.isEmpty()) {
      columns.removeWaiting(matches.first());
    }
    for (int i = 0; i < horizons.length; i++) {
      while (!columns.log(i).isEmpty()) {
        removeFirst(i);
      }
    }
    for (int number : columns.inOrder()) {
      forgetIfEmpty(number);
    }
    gap = ChainState.COMPLETE;
    unseen = ChainState.COMPLETE;
  }

  /** Writes what keys lack that have no state. */
  void saveLacks(DataOutput out) throws IOException {
    out.writeLong(gap);
    out.writeLong(unseen);
  }

  void restoreLacks(DataInput in) throws IOException {
    gap = in.readLong();
    unseen = in.readLong();
  }
}
