package io.tocsin.engine.window;

import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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

  ChainCodec(ChainRunner runner, Chain chain, int slots) {
    this.runner = runner;
    this.chain = chain;
    this.slots = slots;
  }

  /**
   * @param patterns how many patterns keep events
   */
  static void save(ChainColumns columns, int patterns, StateWriter writer, DataOutput out)
      throws IOException {
    int[] order = columns.inOrder();
    int[] places = new int[Arrays.stream(order).max().orElse(0) + 1];
    out.writeInt(order.length);
    for (int i = 0; i < order.length; i++) {
      int number = order[i];
      places[number] = i;
      EventKey.write(columns.key(number), out);
      out.writeLong(columns.gap(number));
      out.writeLong(columns.unseen(number));
      List<Pending> waiting = columns.pendings(number);
      out.writeInt(waiting == null ? 0 : waiting.size());
      for (Pending pending : waiting == null ? List.<Pending>of() : waiting) {
        save(pending, writer, out);
      }
    }
    for (int pattern = 0; pattern < patterns; pattern++) {
      EventColumns events = columns.events(pattern);
      EventLog log = events.log();
      out.writeInt(log.size());
      for (int event = log.first(), left = log.size(); left > 0; left--, event++) {
        out.writeInt(places[log.group(event)]);
        writer.fact(events.fact(event, columns.key(log.group(event))), out);
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
        state.add(pending);
        pendings.add(pending);
      }
    }
    for (Chain.Keeper keeper : chain.keepers()) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        ChainState state = numbered[in.readInt()];
        store.store(keeper.number(), reader.fact(in), state);
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
