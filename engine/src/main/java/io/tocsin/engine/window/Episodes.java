package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.event.ValueCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The open episodes of one group: the last message of each, by the ordinal of the {@code
 * alerts.open} call. A silent one was opened without a message, and ends without one.
 */
final class Episodes {
  /** Empty and unchangeable before the first, because most groups never open one. */
  private Map<Integer, Optional<Alert>> open = Map.of();

  private boolean unknown;

  boolean isEmpty() {
    return open.isEmpty();
  }

  boolean isOpen(int ordinal) {
    return unknown || open.containsKey(ordinal);
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
  }

  /** The open episodes by ordinal; the caller removes those that it resolves. */
  Map<Integer, Optional<Alert>> open() {
    return open;
  }

  /** How many are open and not silent. */
  int told() {
    return (int) open.values().stream().filter(Optional::isPresent).count();
  }

  void save(DataOutput out) throws IOException {
    out.writeBoolean(unknown);
    out.writeInt(open.size());
    for (Map.Entry<Integer, Optional<Alert>> entry : open.entrySet()) {
      out.writeInt(entry.getKey());
      Alert alert = entry.getValue().orElse(null);
      out.writeBoolean(alert != null);
      if (alert != null) {
        ValueCodec.writeBytes(AlertJson.bytes(alert), out);
      }
    }
  }

  static Episodes restore(DataInput in) throws IOException {
    Episodes episodes = new Episodes();
    episodes.unknown = in.readBoolean();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int ordinal = in.readInt();
      if (in.readBoolean()) {
        String line = new String(ValueCodec.readBytes(in), StandardCharsets.UTF_8);
        episodes.opened(ordinal, AlertJson.read(line));
      } else {
        episodes.openedSilently(ordinal);
      }
    }
    return episodes;
  }
}
