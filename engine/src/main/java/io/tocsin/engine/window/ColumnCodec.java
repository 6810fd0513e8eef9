package io.tocsin.engine.window;

import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.SourcePosition;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state of a window in columns as bytes, in the form that {@link WindowRunner} writes: the
 * groups in the order in which they came about, each with its events, then the group of each event
 * in the order in which they leave.
 */
final class ColumnCodec {
  private ColumnCodec() {}

  /**
   * @param groups gives a group by its number
   * @param holds whether it matters that a condition held when it was last judged
   */
  static void save(
      GroupColumns columns,
      IntFunction<ColumnGroup> groups,
      boolean holds,
      StateWriter state,
      DataOutput out)
      throws IOException {
    int[] order = columns.inOrder();
    int[] places = new int[Arrays.stream(order).max().orElse(0) + 1];
    out.writeInt(order.length);
    for (int i = 0; i < order.length; i++) {
      places[order[i]] = i;
      save(groups.apply(order[i]), columns, holds, state, out);
    }
    EventLog log = columns.log();
    out.writeInt(log.size());
    for (int event = log.first(), left = log.size(); left > 0; left--, event++) {
      out.writeInt(places[log.group(event)]);
    }
  }

  private static void save(
      ColumnGroup group, GroupColumns columns, boolean holds, StateWriter state, DataOutput out)
      throws IOException {
    state.argument(group.key(), out);
    out.writeBoolean(holds && group.holds());
    out.writeLong(group.gap());
    // How far a session has passed, and whether a period's end can change nothing.
    out.writeInt(0);
    out.writeBoolean(false);
    group.saveNotes(state, out);
    EventLog log = columns.log();
    int[] events = columns.events(group.group());
    out.writeInt(events.length);
    for (int event : events) {
      out.writeLong(log.time(event));
      EventCodec.write(log.position(event), out);
      for (int c = 0; c < log.columns(); c++) {
        state.argument(log.get(event, c), out);
      }
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param arguments how many values are kept of each event
   */
  static void restore(int arguments, ColumnRunner runner, StateReader state, DataInput in)
      throws IOException {
    Ring[] saved = new Ring[in.readInt()];
    int[] numbers = new int[saved.length];
    for (int i = 0; i < saved.length; i++) {
      numbers[i] = runner.restored(state.argument(in), state, in);
      saved[i] = events(arguments, state, in);
    }
    for (int left = in.readInt(); left > 0; left--) {
      int of = in.readInt();
      Ring ring = saved[of];
      runner.store().enter(numbers[of], ring.time(0), ring.position(0), ring.arguments(0));
      ring.removeOldest();
    }
  }

  /** Reads a group without its key and its events. */
  static void restore(ColumnGroup group, JudgedGroup.Waits waits, StateReader state, DataInput in)
      throws IOException {
    group.holds(in.readBoolean());
    group.gap(in.readLong());
    in.readInt();
    in.readBoolean();
    group.restoreNotes(waits, state, in);
  }

  /** Reads a group's events, which enter it in the order in which they leave. */
  private static Ring events(int arguments, StateReader state, DataInput in) throws IOException {
    Ring events = new Ring(arguments);
    for (int left = in.readInt(); left > 0; left--) {
      long time = in.readLong();
      SourcePosition position = EventCodec.readPosition(in);
      @Nullable Object[] values = new Object[arguments];
      for (int c = 0; c < arguments; c++) {
        values[c] = state.argument(in);
      }
      events.add(time, position, values);
    }
    return events;
  }
}
