package io.tocsin.engine.window;

import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The state of a chain as bytes: the keys in their order, for each pattern the kept events in the
 * order in which they go, and the undecided matches with all their variables.
 */
final class ChainCodec {
  private final ChainRunner runner;
  private final Chain chain;
  private final int slots;
  private final List<Pending> pendings = new ArrayList<>();
  private final List<Alone> alone = new ArrayList<>();

  /** A match that is to wait in columns. */
  private record Alone(ChainState state, Pending match) {}

  ChainCodec(ChainRunner runner, Chain chain, int slots) {
    this.runner = runner;
    this.chain = chain;
    this.slots = slots;
  }

  void save(ChainColumns columns, StateWriter writer, DataOutput out) throws IOException {
    int[] order = columns.inOrder();
    int[] places = new int[Arrays.stream(order).max().orElse(0) + 1];
    out.writeInt(order.length);
    for (int i = 0; i < order.length; i++) {
      places[order[i]] = i;
      EventKey.write(columns.key(order[i]), out);
      out.writeLong(columns.gap(order[i]));
      out.writeLong(columns.unseen(order[i]));
      saveMatches(order[i], columns, writer, out);
    }
    for (Chain.Keeper keeper : chain.keepers()) {
      EventLog log = columns.log(keeper.number());
      out.writeInt(log.size());
      for (int event = log.first(), left = log.size(); left > 0; left--, event++) {
        out.writeInt(places[log.group(event)]);
        Object key = columns.key(log.group(event));
        writer.fact(columns.events(keeper.number()).fact(event, key), out);
      }
    }
  }

  private void saveMatches(int number, ChainColumns columns, StateWriter writer, DataOutput out)
      throws IOException {
    WaitingEvents waiting = columns.waiting();
    if (waiting != null) {
      int[] events = columns.waiting(number);
      out.writeInt(events.length);
      for (int event : events) {
        Row match = runner.matchOf(event, columns.key(number));
        long[] until = chain.until(match);
        save(waiting.sequence(event), Chain.deadline(until), until, match, writer, out);
      }
      return;
    }
    List<Pending> pendings = columns.pendings(number);
    out.writeInt(pendings == null ? 0 : pendings.size());
    for (Pending pending : pendings == null ? List.<Pending>of() : pendings) {
      Row match = pending.row();
      if (match == null) {
        throw new IllegalStateException("A broken match is kept.");
      }
      save(pending.sequence(), pending.deadline(), pending.until(), match, writer, out);
    }
  }

  private static void save(
      long sequence, long deadline, long[] until, Row match, StateWriter writer, DataOutput out)
      throws IOException {
    out.writeLong(sequence);
    out.writeLong(deadline);
    for (long last : until) {
      out.writeLong(last);
    }
    // Version 5 has the positions of the matched events here.
    out.writeInt(0);
    for (int slot = 0; slot < match.slots(); slot++) {
      Fact fact = match.fact(slot);
      writer.argument(fact != null ? fact : match.value(slot), out);
    }
  }

  void restore(ChainStore store, StateReader reader, DataInput in) throws IOException {
    ChainState[] numbered = new ChainState[in.readInt()];
    for (int i = 0; i < numbered.length; i++) {
      ChainState state = store.state(EventKey.read(in));
      state.refresh(in.readLong(), in.readLong());
      store.register(state);
      numbered[i] = state;
      int count = in.readInt();
      for (int p = 0; p < count; p++) {
        Pending pending = pending(reader, in);
        if (store.columns().waiting() != null) {
          alone.add(new Alone(state, pending));
        } else {
          state.add(pending);
          pendings.add(pending);
        }
      }
    }
    restoreAlone(store.columns());
    for (Chain.Keeper keeper : chain.keepers()) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        ChainState state = numbered[in.readInt()];
        store.store(keeper.number(), reader.fact(in), state);
      }
    }
  }

  /** Matches in columns wait in the order in which they came about, whichever their keys are. */
  private void restoreAlone(ChainColumns columns) {
    alone.sort(Comparator.comparingLong(one -> one.match().sequence()));
    Chain.Keeper keeper = chain.alone();
    for (Alone one : alone) {
      Row match = one.match().row();
      Fact fact = match == null || keeper == null ? null : match.fact(keeper.plan().slot());
      if (fact != null) {
        columns.await(one.state().number(), fact, one.match().sequence());
      }
    }
  }

  private Pending pending(StateReader reader, DataInput in) throws IOException {
    long sequence = in.readLong();
    long deadline = in.readLong();
    long[] until = new long[chain.decisions()];
    for (int a = 0; a < until.length; a++) {
      until[a] = in.readLong();
    }
    for (int left = in.readInt(); left > 0; left--) {
      EventCodec.readPosition(in);
    }
    Row row = new Row(slots);
    for (int slot = 0; slot < slots; slot++) {
      row.set(slot, reader.argument(in));
    }
    Pending pending = new Pending(runner, deadline, until, row);
    pending.sequence(sequence);
    return pending;
  }

  /** The undecided matches that were restored. */
  List<Pending> pendings() {
    return pendings;
  }
}
