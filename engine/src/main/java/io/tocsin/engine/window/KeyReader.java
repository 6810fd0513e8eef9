package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.plan.KeyGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the keys of a key group from events: what {@link EventKey#of} says, with less to do. */
final class KeyReader {
  private final KeyGroup group;
  private final EventType[] types;

  /** For each type its only key field, -1 where the key has another number of fields. */
  private final int[] fields;

  KeyReader(KeyGroup group) {
    this.group = group;
    List<EventType> used = new ArrayList<>(group.keyFields().keySet());
    this.types = used.toArray(EventType[]::new);
    this.fields = new int[types.length];
    for (int i = 0; i < types.length; i++) {
      int @Nullable [] key = group.keyFields().get(types[i]);
      fields[i] = key != null && key.length == 1 ? key[0] : -1;
    }
  }

  Object of(Event event) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] == event.type() && fields[i] >= 0) {
        return EventKey.canonical(event.value(fields[i]));
      }
    }
    return EventKey.of(group, event);
  }
}
