package io.tocsin.engine.window;

import io.tocsin.engine.event.Positions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One group of a window as its judge sees it, whatever holds its events. */
abstract class JudgedGroup {
  /** Nothing was shed that the group lacks. */
  static final long COMPLETE = Long.MIN_VALUE;

  private @Nullable Episodes episodes;
  private @Nullable Standing standing;

  abstract @Nullable Object key();

  /** How many events are in the window. */
  abstract int size();

  /** The time of the oldest event, epoch milliseconds; there must be one. */
  abstract long firstTime();

  /** The positions of the oldest events, {@link MatchView#EXPLAINED} at the most. */
  abstract Positions first();

  /** The positions of the latest events that are not among the {@link #first}, oldest first. */
  abstract Positions last();

  /** The result of one of the functions. */
  abstract @Nullable Object result(int function);

  /** Whether the condition held when it was last judged. */
  abstract boolean holds();

  abstract void holds(boolean now);

  /**
   * What the group lacks because it was shed: in a window of time the first instant at which it
   * lacks nothing, in one of length the number of events that must yet come; {@link #COMPLETE}.
   */
  abstract long gap();

  abstract void gap(long now);

  /** The open episodes; made at the first call, because most groups have none. */
  final Episodes episodes() {
    if (episodes == null) {
      episodes = new Episodes();
    }
    return episodes;
  }

  final boolean hasEpisodes() {
    return episodes != null && !episodes.isEmpty();
  }

  /** Whether something was shed that may have opened episodes. */
  final boolean hasUnknownEpisodes() {
    return episodes != null && episodes.isUnknown();
  }

  /** How long its condition holds; made at the first call, because most rules do not ask. */
  final Standing standing() {
    if (standing == null) {
      standing = new Standing();
    }
    return standing;
  }

  /** Whether something is waited for. */
  final boolean waits() {
    return standing != null && standing.waits();
  }

  /** Makes what a restored group waits for. */
  interface Waits {
    Wait wait(JudgedGroup group, Standing.Kind kind, long deadline);
  }

  /** Writes what has no other place: how long its condition holds, and its episodes. */
  final void saveNotes(StateWriter state, DataOutput out) throws IOException {
    boolean lasts = standing != null && !standing.isBlank();
    out.writeBoolean(lasts);
    if (lasts) {
      standing().save(out);
    }
    boolean kept = episodes != null && !episodes.isBlank();
    out.writeBoolean(kept);
    if (kept) {
      episodes().save(state, out);
    }
  }

  /** Reads what {@link #saveNotes} wrote. */
  final void restoreNotes(Waits waits, StateReader state, DataInput in) throws IOException {
    if (in.readBoolean()) {
      standing().restore((kind, deadline) -> waits.wait(this, kind, deadline), in);
    }
    if (in.readBoolean()) {
      episodes = Episodes.restore(state, in);
    }
  }
}
