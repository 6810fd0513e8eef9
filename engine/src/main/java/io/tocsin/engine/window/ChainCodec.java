package io.tocsin.engine.window;

import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a chain as bytes: the keys in their order, for each pattern the kept events in the
 * order in which they go, and the undecided matches with all their variables.
 */
final class ChainCodec {
  private final ChainRunner runner;
  private final Chain chain;
  private final int slots;
  private final List<Pending> pendings = new ArrayList<>();

  ChainCodec(ChainRunner runner, Chain chain, int slots) {
    this.runner = runner;
    this.chain = chain;
    this.slots = slots;
  }

  static void save(
      Chain chain,
      Collection<ChainState> states,
      ArrayDeque<Kept>[] kept,
      StateWriter writer,
      DataOutput out)
      throws IOException {
    Map<ChainState, Integer> numbers = new IdentityHashMap<>();
    out.writeInt(states.size());
    for (ChainState state : states) {
      numbers.put(state, numbers.size());
      EventKey.write(state.key(), out);
      out.writeLong(state.gap());
      out.writeLong(state.unseen());
      out.writeInt(state.pendings().size());
      for (Pending pending : state.pendings()) {
        save(pending, writer, out);
      }
    }
    for (Chain.Keeper keeper : chain.keepers()) {
      Map<ChainState, java.util.Iterator<Fact>> next = new IdentityHashMap<>();
      out.writeInt(kept[keeper.number()].size());
      for (Kept one : kept[keeper.number()]) {
        out.writeInt(numbers.getOrDefault(one.state(), -1));
        writer.fact(
            next.computeIfAbsent(one.state(), s -> s.stored(keeper.number()).iterator()).next(),
            out);
      }
    }
  }

  private static void save(Pending pending, StateWriter writer, DataOutput out) throws IOException {
    Row row = pending.row();
    if (row == null) {
      throw new IllegalStateException("A broken match is kept.");
    }
    out.writeLong(pending.sequence());
    out.writeLong(pending.deadline());
    for (long until : pending.until()) {
      out.writeLong(until);
    }
    // Version 5 has the positions of the matched events here.
    out.writeInt(0);
    for (int slot = 0; slot < row.slots(); slot++) {
      Fact fact = row.fact(slot);
      writer.argument(fact != null ? fact : row.value(slot), out);
    }
  }

  void restore(
      StateReader reader, DataInput in, ArrayDeque<Kept>[] kept, Map<Object, ChainState> states)
      throws IOException {
    ChainState[] numbered = new ChainState[in.readInt()];
    for (int i = 0; i < numbered.length; i++) {
      ChainState state = new ChainState(EventKey.read(in), chain.keepers().size());
      numbered[i] = state;
      state.lacks(in.readLong());
      state.unseen(in.readLong());
      states.put(state.key(), state);
      int count = in.readInt();
      for (int p = 0; p < count; p++) {
        Pending pending = pending(reader, in);
        state.pendings().add(pending);
        pendings.add(pending);
      }
    }
    for (Chain.Keeper keeper : chain.keepers()) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        ChainState state = numbered[in.readInt()];
        Fact fact = reader.fact(in);
        state.store(keeper.number(), fact);
        kept[keeper.number()].addLast(new Kept(fact.time(), state));
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
      Object value = reader.argument(in);
      if (value instanceof Fact fact) {
        row.set(slot, fact);
      } else {
        row.set(slot, value);
      }
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
