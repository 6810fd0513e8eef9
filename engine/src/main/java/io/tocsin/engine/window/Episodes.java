package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.ValueCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The open episodes of one group: the last message of each, by the ordinal of the {@code
 * alerts.open} call. A silent one was opened without a message, and ends without one. Beside them
 * what a cooldown keeps from opening, and what the last run of the consequence asked for.
 */
final class Episodes {
  /** Nothing is asked for. */
  static final long NEVER = Long.MAX_VALUE;

  /** Empty and unchangeable before the first, because most groups never open one. */
  private Map<Integer, Optional<Alert>> open = Map.of();

  /** The alert's key of each call that a cooldown keeps from opening. */
  private Map<Integer, Optional<Object>> held = Map.of();

  private boolean unknown;
  private long updateAt = NEVER;
  private long cooledAt = NEVER;

  /** Whether none is open. */
  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Whether there is nothing to remember. */
  boolean isBlank() {
    return open.isEmpty() && held.isEmpty() && !unknown;
  }

  boolean isOpen(int ordinal) {
    return unknown || open.containsKey(ordinal);
  }

  /** The last message of an open episode; null where it is not open, silent, or not known. */
  @Nullable Alert told(int ordinal) {
    return open.getOrDefault(ordinal, Optional.empty()).orElse(null);
  }

  /**
   * Whether events were shed that may have opened episodes: until the condition is seen not to
   * hold, none opens.
   */
  boolean isUnknown() {
    return unknown;
  }

  void unknown(boolean now) {
    unknown = now;
  }

  void opened(int ordinal, Alert alert) {
    put(ordinal, Optional.of(alert));
  }

  void openedSilently(int ordinal) {
    put(ordinal, Optional.empty());
  }

  private void put(int ordinal, Optional<Alert> alert) {
    if (open.isEmpty()) {
      open = new TreeMap<>();
    }
    open.put(ordinal, alert);
    if (!held.isEmpty()) {
      held.remove(ordinal);
    }
  }

  /** The open episodes by ordinal; the caller removes those that it resolves. */
  Map<Integer, Optional<Alert>> open() {
    return open;
  }

  /** How many are open and not silent. */
  int told() {
    return (int) open.values().stream().filter(Optional::isPresent).count();
  }

  /** A cooldown keeps an episode from opening. */
  void hold(int ordinal, @Nullable Object key, long until) {
    if (held.isEmpty()) {
      held = new TreeMap<>();
    }
    held.put(ordinal, Optional.ofNullable(key));
    cooledAt = Math.min(cooledAt, until);
  }

  /** The episodes that a cooldown keeps from opening: the key of each by ordinal. */
  Map<Integer, Optional<Object>> held() {
    return held;
  }

  /** A change of an open episode may be told at a time. */
  void updateAt(long time) {
    updateAt = Math.min(updateAt, time);
  }

  /** When a change may be told that the consequence made, or {@link #NEVER}. */
  long updateAt() {
    return updateAt;
  }

  /** When the cooldown is over that kept the consequence from opening, or {@link #NEVER}. */
  long cooledAt() {
    return cooledAt;
  }

  /** What was asked for is known. */
  void asked() {
    updateAt = NEVER;
    cooledAt = NEVER;
  }

  void save(StateWriter state, DataOutput out) throws IOException {
    out.writeBoolean(unknown);
    out.writeInt(open.size());
    for (Map.Entry<Integer, Optional<Alert>> entry : open.entrySet()) {
      out.writeInt(entry.getKey());
      Alert alert = entry.getValue().orElse(null);
      out.writeBoolean(alert != null);
      if (alert != null) {
        state.told(alert, out);
      }
    }
    out.writeInt(held.size());
    for (Map.Entry<Integer, Optional<Object>> entry : held.entrySet()) {
      out.writeInt(entry.getKey());
      ValueCodec.write(entry.getValue().orElse(null), out);
    }
  }

  static Episodes restore(StateReader state, DataInput in) throws IOException {
    Episodes episodes = new Episodes();
    episodes.unknown = in.readBoolean();
    for (int left = in.readInt(); left > 0; left--) {
      int ordinal = in.readInt();
      if (in.readBoolean()) {
        episodes.opened(ordinal, state.told(in));
      } else {
        episodes.openedSilently(ordinal);
      }
    }
    for (int left = in.readInt(); left > 0; left--) {
      episodes.hold(in.readInt(), ValueCodec.read(in), NEVER);
    }
    return episodes;
  }
}
