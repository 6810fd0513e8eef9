package io.tocsin.engine.window;

import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.alert.AlertJson;
import io.tocsin.engine.event.ValueCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The open episodes of one group: the last message of each, by the ordinal of the {@code
 * alerts.open} call.
 */
final class Episodes {
  /** Empty and unchangeable before the first, because most groups never open one. */
  private Map<Integer, Alert> open = Map.of();

  boolean isEmpty() {
    return open.isEmpty();
  }

  boolean isOpen(int ordinal) {
    return open.containsKey(ordinal);
  }

  void opened(int ordinal, Alert alert) {
    if (open.isEmpty()) {
      open = new TreeMap<>();
    }
    open.put(ordinal, alert);
  }

  /** The open episodes by ordinal; the caller removes those that it resolves. */
  Map<Integer, Alert> open() {
    return open;
  }

  void save(DataOutput out) throws IOException {
    out.writeInt(open.size());
    for (Map.Entry<Integer, Alert> entry : open.entrySet()) {
      out.writeInt(entry.getKey());
      ValueCodec.writeBytes(AlertJson.bytes(entry.getValue()), out);
    }
  }

  static Episodes restore(DataInput in) throws IOException {
    Episodes episodes = new Episodes();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int ordinal = in.readInt();
      String line = new String(ValueCodec.readBytes(in), StandardCharsets.UTF_8);
      episodes.opened(ordinal, AlertJson.read(line));
    }
    return episodes;
  }
}
