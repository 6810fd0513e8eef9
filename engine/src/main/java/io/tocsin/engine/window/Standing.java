package io.tocsin.engine.window;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether the condition of a group has held for long enough, and what the group waits for. */
final class Standing {
  /** What a group waits for. */
  enum Kind {
    /** The condition has held for long enough. */
    HELD,
    /** It has not held for long enough, or what ends its episodes has. */
    ENDED,
    /** Changed fields of an open episode may be told. */
    UPDATE,
    /** A cooldown is over. */
    COOLED
  }

  /** Makes a wait of a group. */
  interface Maker {
    Wait wait(Kind kind, long deadline);
  }

  private final @Nullable Wait[] waits = new Wait[Kind.values().length];
  private boolean held;

  /** Whether the condition holds and has held for long enough. */
  boolean held() {
    return held;
  }

  void held(boolean now) {
    held = now;
  }

  boolean waitsFor(Kind kind) {
    return waits[kind.ordinal()] != null;
  }

  /** The wait of a kind, null where there is none. */
  @Nullable Wait waiting(Kind kind) {
    return waits[kind.ordinal()];
  }

  /** Whether it waits for anything. */
  boolean waits() {
    for (Wait wait : waits) {
      if (wait != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is nothing to remember. */
  boolean isBlank() {
    return !held && !waits();
  }

  void await(Kind kind, Wait wait) {
    waits[kind.ordinal()] = wait;
  }

  /** What is waited for has come, or is over; returns it, null where it was not waited for. */
  @Nullable Wait end(Kind kind) {
    Wait wait = waits[kind.ordinal()];
    waits[kind.ordinal()] = null;
    return wait;
  }

  void save(DataOutput out) throws IOException {
    out.writeBoolean(held);
    for (Wait wait : waits) {
      out.writeBoolean(wait != null);
      if (wait != null) {
        out.writeLong(wait.deadline());
        out.writeLong(wait.sequence());
      }
    }
  }

  void restore(Maker maker, DataInput in) throws IOException {
    held = in.readBoolean();
    for (Kind kind : Kind.values()) {
      if (in.readBoolean()) {
        Wait wait = maker.wait(kind, in.readLong());
        wait.sequence(in.readLong());
        await(kind, wait);
      }
    }
  }
}
