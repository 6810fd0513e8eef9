package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PackPlan;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a pack: the latest row of each key. */
final class Tables {
  private final PackPlan plan;
  private final Map<EventType, Map<Object, Fact>> rows = new LinkedHashMap<>();
  private final Map<EventType, Integer> keys = new LinkedHashMap<>();

  Tables(PackPlan plan) {
    this.plan = plan;
    for (Table table : plan.pack().tables()) {
      EventType type = plan.type(table.type());
      rows.put(type, new LinkedHashMap<>());
      keys.put(type, type.indexOf(table.key()));
    }
  }

  void put(Event row, boolean deleted) {
    Map<Object, Fact> table = rows.get(row.type());
    Integer key = keys.get(row.type());
    if (table == null || key == null) {
      return;
    }
    Object value = EventKey.canonical(row.value(key));
    table.remove(value);
    if (!deleted) {
      table.put(value, plan.facts().toFact(row));
    }
  }

  /** The rows of a table in the order of their last change. */
  Collection<Fact> rows(EventType type) {
    Map<Object, Fact> table = rows.get(type);
    return table == null ? List.of() : table.values();
  }

  void save(StateWriter state, DataOutput out) throws IOException {
    for (Map<Object, Fact> table : rows.values()) {
      out.writeInt(table.size());
      for (Fact row : table.values()) {
        state.fact(row, out);
      }
    }
  }

  void restore(StateReader state, DataInput in) throws IOException {
    for (int t = 0; t < rows.size(); t++) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        put(state.fact(in).event(), false);
      }
    }
  }
}
