package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.KeyGroup;
import java.util.ArrayList;
import java.util.List;

/** Takes the keys of a key group from events: what {@link EventKey#of} says, with less to do. */
final class KeyReader {
  private final KeyGroup group;
  private final EventType[] types;

  /** For each type its key fields. */
  private final int[][] fields;

  KeyReader(KeyGroup group) {
    this.group = group;
    List<EventType> used = new ArrayList<>(group.keyFields().keySet());
    this.types = used.toArray(EventType[]::new);
    this.fields = new int[types.length][];
    for (int i = 0; i < types.length; i++) {
      fields[i] = group.keyFields().getOrDefault(types[i], new int[0]);
    }
  }

  Object of(Event event) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] == event.type()) {
        return EventKey.of(fields[i], event);
      }
    }
    return EventKey.of(group, event);
  }
}
