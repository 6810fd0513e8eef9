package io.tocsin.engine.window;

import io.tocsin.engine.event.EventCodec;
import io.tocsin.engine.event.Positions;
import io.tocsin.engine.event.SourcePosition;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.session.Quota;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group of a window: its live events, the running functions, and whether the condition held
 * when last judged.
 */
final class WindowGroup extends JudgedGroup {
  /**
   * The functions of a window.
   *
   * @param aggregates the functions
   * @param columns for each function the number of its argument, -1 where it takes none
   * @param arguments how many take one
   */
  record Functions(List<Aggregate> aggregates, int[] columns, int arguments) {
    static Functions of(List<Aggregate> aggregates) {
      int[] columns = new int[aggregates.size()];
      int arguments = 0;
      for (int i = 0; i < columns.length; i++) {
        columns[i] = aggregates.get(i).argument() == null ? -1 : arguments++;
      }
      return new Functions(aggregates, columns, arguments);
    }
  }

  private final @Nullable Object key;
  private final Functions functions;
  private final Accumulator[] accumulators;
  private final Ring ring;
  private int passed;
  private boolean settled;
  private long gap = COMPLETE;
  private boolean holds;

  WindowGroup(@Nullable Object key, Functions functions) {
    this.key = key;
    this.functions = functions;
    this.accumulators = new Accumulator[functions.columns().length];
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i] = Accumulator.of(functions.aggregates().get(i).function());
    }
    this.ring = new Ring(functions.arguments());
  }

  @Override
  @Nullable Object key() {
    return key;
  }

  Ring ring() {
    return ring;
  }

  @Override
  int size() {
    return ring.size();
  }

  @Override
  long firstTime() {
    return ring.time(0);
  }

  @Override
  Positions first() {
    return ring.positions(0, MatchView.EXPLAINED);
  }

  @Override
  Positions last() {
    int from = Math.max(MatchView.EXPLAINED, ring.size() - MatchView.EXPLAINED);
    return ring.positions(from, MatchView.EXPLAINED);
  }

  /** How many of a session's events are known not to be its last. */
  int passed() {
    return passed;
  }

  void passed(int events) {
    passed = events;
  }

  /** Whether it was judged when nothing was left, so that no end of a period can change it. */
  boolean isSettled() {
    return settled;
  }

  void settled(boolean now) {
    settled = now;
  }

  @Override
  long gap() {
    return gap;
  }

  @Override
  void gap(long now) {
    gap = now;
  }

  /** Whether a collection would have more values than allowed with one more event. */
  boolean overflows(@Nullable Object[] arguments, long most) {
    for (int i = 0; i < accumulators.length; i++) {
      int column = functions.columns()[i];
      if (column >= 0 && accumulators[i].collected(seen(arguments[column])) > most) {
        return true;
      }
    }
    return false;
  }

  /** The estimated bytes of the group itself. */
  long bytes() {
    return Footprint.group(key, functions.aggregates());
  }

  /** The estimated bytes of one of its events. */
  long bytes(int event) {
    return Footprint.inGroup(functions.aggregates(), ring.arguments(event));
  }

  /** Counts the group, its events and its open episodes: 1 for what comes, -1 for what goes. */
  void count(Quota quota, int sign) {
    quota.keys(sign);
    quota.keep(sign * ring.size(), sign * bytes());
    for (int i = 0; i < ring.size(); i++) {
      quota.keep(0, sign * bytes(i));
    }
    if (hasEpisodes()) {
      quota.episodes(sign * episodes().told());
    }
  }

  @Override
  boolean holds() {
    return holds;
  }

  @Override
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
    int[] columns = functions.columns();
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].add(columns[i] < 0 ? null : seen(arguments[columns[i]]));
    }
  }

  void removeOldest() {
    int[] columns = functions.columns();
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].remove(columns[i] < 0 ? null : seen(ring.argument(0, columns[i])));
    }
    ring.removeOldest();
  }

  /** What a rule sees of an argument that is the event itself. */
  static @Nullable Object seen(@Nullable Object argument) {
    return argument instanceof Fact fact ? fact.object() : argument;
  }

  @Override
  @Nullable Object result(int function) {
    return accumulators[function].result();
  }

  /**
   * Writes the group.
   *
   * @param judged whether it matters that its condition held when it was last judged
   */
  void save(boolean judged, StateWriter state, DataOutput out) throws IOException {
    state.argument(key, out);
    out.writeBoolean(judged && holds);
    out.writeLong(gap);
    out.writeInt(passed);
    out.writeBoolean(settled);
    saveNotes(state, out);
    out.writeInt(ring.size());
    int arguments = functions.arguments();
    for (int i = 0; i < ring.size(); i++) {
      out.writeLong(ring.time(i));
      EventCodec.write(ring.position(i), out);
      for (int c = 0; c < arguments; c++) {
        state.argument(ring.argument(i, c), out);
      }
    }
  }

  static WindowGroup restore(Functions functions, Waits waits, StateReader state, DataInput in)
      throws IOException {
    WindowGroup group = new WindowGroup(state.argument(in), functions);
    group.holds = in.readBoolean();
    group.gap = in.readLong();
    group.passed = in.readInt();
    group.settled = in.readBoolean();
    group.restoreNotes(waits, state, in);
    int size = in.readInt();
    int arguments = functions.arguments();
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
