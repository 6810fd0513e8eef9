package io.tocsin.engine.window;

import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Fact;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group of a window: its live events, the running functions, and whether the condition held
 * when last judged.
 */
final class WindowGroup {
  private final @Nullable Object key;
  private final List<Aggregate> aggregates;
  private final Accumulator[] accumulators;
  private final int[] columns;
  private final Ring ring;
  private Episodes episodes = new Episodes();
  private boolean holds;

  WindowGroup(@Nullable Object key, List<Aggregate> aggregates) {
    this.key = key;
    this.aggregates = aggregates;
    this.accumulators = new Accumulator[aggregates.size()];
    this.columns = new int[aggregates.size()];
    int column = 0;
    for (int i = 0; i < columns.length; i++) {
      accumulators[i] = Accumulator.of(aggregates.get(i).function());
      columns[i] = aggregates.get(i).argument() == null ? -1 : column++;
    }
    this.ring = new Ring(column);
  }

  @Nullable Object key() {
    return key;
  }

  Ring ring() {
    return ring;
  }

  Episodes episodes() {
    return episodes;
  }

  boolean holds() {
    return holds;
  }

  void holds(boolean now) {
    holds = now;
  }

  /**
   * Adds an event.
   *
   * @param arguments one for each function that takes one, in their order
   */
  void add(long time, SourcePosition position, @Nullable Object[] arguments) {
    ring.add(time, position, arguments);
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].add(columns[i] < 0 ? null : seen(arguments[columns[i]]));
    }
  }

  void removeOldest() {
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].remove(columns[i] < 0 ? null : seen(ring.argument(0, columns[i])));
    }
    ring.removeOldest();
  }

  /** What a rule sees of an argument that is the event itself. */
  private static @Nullable Object seen(@Nullable Object argument) {
    return argument instanceof Fact fact ? fact.object() : argument;
  }

  @Nullable Object result(int function) {
    return accumulators[function].result();
  }

  int argumentCount() {
    int count = 0;
    for (int column : columns) {
      count += column < 0 ? 0 : 1;
    }
    return count;
  }

  void save(StateWriter state, DataOutput out) throws IOException {
    state.argument(key, out);
    out.writeBoolean(holds);
    episodes.save(out);
    out.writeInt(ring.size());
    int arguments = argumentCount();
    for (int i = 0; i < ring.size(); i++) {
      out.writeLong(ring.time(i));
      EventCodec.write(ring.position(i), out);
      for (int c = 0; c < arguments; c++) {
        state.argument(ring.argument(i, c), out);
      }
    }
  }

  static WindowGroup restore(List<Aggregate> aggregates, StateReader state, DataInput in)
      throws IOException {
    WindowGroup group = new WindowGroup(state.argument(in), aggregates);
    group.holds = in.readBoolean();
    group.episodes = Episodes.restore(in);
    int size = in.readInt();
    int arguments = group.argumentCount();
    for (int i = 0; i < size; i++) {
      long time = in.readLong();
      SourcePosition position = EventCodec.readPosition(in);
      @Nullable Object[] values = new Object[arguments];
      for (int c = 0; c < arguments; c++) {
        values[c] = state.argument(in);
      }
      group.add(time, position, values);
    }
    return group;
  }
}
