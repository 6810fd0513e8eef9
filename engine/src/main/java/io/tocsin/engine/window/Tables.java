package io.tocsin.engine.window;

import io.tocsin.engine.event.Event;
import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.ValueCodec;
import io.tocsin.engine.pack.Table;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.TablePlacement;
import io.tocsin.engine.time.ReorderBuffer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The tables of a pack: the latest row of each key, as many as the limit leaves.
 *
 * <p>A row that finds no place is not there, and neither is what it was before. From then on the
 * table <em>lacks rows</em>, for ever: which ones is not remembered, because that would be the
 * memory that was refused. So nothing is believed that such a row could make wrong.
 */
final class Tables {
  private final PackPlan plan;
  private final long most;
  private final Map<EventType, Rows> tables = new LinkedHashMap<>();

  /** The rows of one table, and how much they count. */
  private static final class Rows {
    final String name;
    final int key;
    final boolean used;
    final TablePlacement placement;
    final Map<Object, Fact> byKey = new LinkedHashMap<>();
    final RowIndex index;
    long weight;
    boolean lacks;

    Rows(EventType type, int key, List<PatternPlan> patterns, TablePlacement placement) {
      this.name = type.name();
      this.key = key;
      this.used = !patterns.isEmpty();
      this.placement = used ? placement : TablePlacement.NOWHERE;
      this.index = new RowIndex(type, key, byKey, patterns);
    }

    void add(Object value, Fact row) {
      byKey.put(value, row);
      index.add(value, row);
      weight += ReorderBuffer.weight(row.event());
    }

    void remove(Object value) {
      Fact before = byKey.remove(value);
      if (before != null) {
        index.remove(value, before);
        weight -= ReorderBuffer.weight(before.event());
      }
    }
  }

  /**
   * @param patterns by which rules look at rows; tables that none looks at are not kept
   * @param most how many rows a table may have
   * @param spread whether there are other shards, which may have rows that are not here
   */
  Tables(PackPlan plan, List<PatternPlan> patterns, long most, boolean spread) {
    this.plan = plan;
    this.most = most;
    for (Table table : plan.pack().tables()) {
      EventType type = plan.type(table.type());
      List<PatternPlan> own = patterns.stream().filter(one -> one.type() == type).toList();
      tables.put(
          type,
          new Rows(
              type,
              type.indexOf(table.key()),
              own,
              spread ? plan.placement(type) : TablePlacement.EVERYWHERE));
    }
  }

  /** Returns false where there is no place for the row. */
  boolean put(Event row, boolean deleted) {
    Rows table = tables.get(row.type());
    if (table == null || !table.used) {
      return true;
    }
    Object value = EventKey.canonical(row.value(table.key));
    table.remove(value);
    if (deleted) {
      return true;
    }
    if (table.weight + ReorderBuffer.weight(row) > most) {
      table.lacks = true;
      return false;
    }
    table.add(value, plan.facts().toFact(row));
    return true;
  }

  /** Lets go of rows that are not among the wanted ones. */
  void keep(Predicate<Event> wanted) {
    for (Rows table : tables.values()) {
      List<Object> others = new ArrayList<>();
      table.byKey.forEach(
          (key, row) -> {
            if (!wanted.test(row.event())) {
              others.add(key);
            }
          });
      others.forEach(table::remove);
    }
  }

  /** The rows that can meet a pattern, in the order of their last change. */
  Collection<Fact> rows(PatternPlan pattern, Row match) {
    Rows table = tables.get(pattern.type());
    return table == null ? List.of() : table.index.rows(pattern, match);
  }

  /** Whether a table has ever had no place for a row. */
  boolean lacksRows(EventType type) {
    Rows table = tables.get(type);
    return table != null && table.lacks;
  }

  void save(StateWriter state, DataOutput out) throws IOException {
    out.writeInt(tables.size());
    for (Map.Entry<EventType, Rows> entry : tables.entrySet()) {
      Rows table = entry.getValue();
      ValueCodec.writeText(entry.getKey().declaration(), out);
      out.writeByte(mark(table.placement));
      out.writeBoolean(table.lacks);
      out.writeInt(table.byKey.size());
      for (Fact row : table.byKey.values()) {
        state.fact(row, out);
      }
    }
  }

  private static int mark(TablePlacement placement) {
    return switch (placement) {
      case NOWHERE -> 0;
      case EVERYWHERE -> 1;
      case BY_KEY -> 2;
      case ONE_SHARD -> 3;
    };
  }

  /**
   * Reads what {@link #save} wrote, maybe for another version of the pack: a table at which no rule
   * of the key group looked then lacks its rows, and so does one whose rows were on other shards.
   *
   * @return the types of those tables
   */
  List<String> restore(StateReader state, DataInput in) throws IOException {
    List<String> lacking = new ArrayList<>();
    Map<String, Rows> declared = new HashMap<>();
    tables.forEach((type, rows) -> declared.put(type.declaration(), rows));
    for (int left = in.readInt(); left > 0; left--) {
      Rows table = declared.remove(ValueCodec.readText(in));
      int mark = in.readByte();
      boolean lacks = in.readBoolean();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        Fact row = state.fact(in);
        if (table != null && table.used) {
          table.add(EventKey.canonical(row.event().value(table.key)), row);
        }
      }
      if (table != null) {
        boolean complete = mark == mark(TablePlacement.EVERYWHERE) || mark == mark(table.placement);
        table.lacks = table.used && (lacks || !complete);
        if (table.used && !complete) {
          lacking.add(table.name);
        }
      }
    }
    for (Rows table : declared.values()) {
      table.lacks = table.used;
      if (table.used) {
        lacking.add(table.name);
      }
    }
    return lacking;
  }
}
