package io.tocsin.engine.window;

import io.tocsin.engine.event.EventType;
import io.tocsin.engine.event.FieldKind;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.plan.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a table by what a pattern says that a field must equal: by the table's key, or
 * by another field for which some pattern asks.
 *
 * <p>A row that is left out can not meet the pattern; one that is found need not. So a field has an
 * index only where equality is certain: texts, booleans and whole numbers, with values of the same
 * kind or null. By all else the rows are tried one by one.
 */
final class RowIndex {
  private final EventType type;
  private final int key;
  private final Map<Object, Fact> byKey;
  private final List<Column> columns = new ArrayList<>();

  /**
   * The rows by the value of a field that is not the table's key; those of one value by their keys,
   * in the order of their last change.
   */
  private record Column(int field, Map<Object, Map<Object, Fact>> rows) {}

  /**
   * @param key the place of the table's key among the fields
   * @param byKey the rows in the order of their last change
   * @param patterns all that look at rows of the table
   */
  RowIndex(EventType type, int key, Map<Object, Fact> byKey, List<PatternPlan> patterns) {
    this.type = type;
    this.key = key;
    this.byKey = byKey;
    for (PatternPlan pattern : patterns) {
      RowKey used = used(pattern);
      if (used != null && used.field() != key && column(used.field()) == null) {
        columns.add(new Column(used.field(), new HashMap<>()));
      }
    }
  }

  /** The one of a pattern's row keys by which its rows are looked up: the table's key if it can. */
  private @Nullable RowKey used(PatternPlan pattern) {
    RowKey used = null;
    List<RowKey> keys = pattern.rowKeys();
    for (int i = 0; i < keys.size(); i++) {
      RowKey one = keys.get(i);
      if (isCertain(one.field()) && (used == null || one.field() == key)) {
        used = one;
      }
    }
    return used;
  }

  private boolean isCertain(int field) {
    return type.fields().get(field).kind().hasCertainEquality();
  }

  private @Nullable Column column(int field) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).field() == field) {
        return columns.get(i);
      }
    }
    return null;
  }

  /** The rows that can meet a pattern, in the order of their last change. */
  Collection<Fact> rows(PatternPlan pattern, Row match) {
    RowKey used = used(pattern);
    if (used == null) {
      return byKey.values();
    }
    Object wanted = used.value().evaluate(match);
    if (wanted != null && !isOf(type.fields().get(used.field()).kind(), wanted)) {
      return byKey.values();
    }
    Object value = EventKey.canonical(wanted);
    if (used.field() == key) {
      Fact row = byKey.get(value);
      return row == null ? List.of() : List.of(row);
    }
    Column column = column(used.field());
    if (column == null) {
      return byKey.values();
    }
    Map<Object, Fact> rows = column.rows().get(value);
    return rows == null ? List.of() : rows.values();
  }

  private static boolean isOf(FieldKind kind, Object value) {
    return kind == FieldKind.INT || kind == FieldKind.LONG
        ? value instanceof Long || value instanceof Integer
        : kind.javaType().isInstance(value);
  }

  /** Takes in a row that is the last one now. */
  void add(Object rowKey, Fact row) {
    for (Column column : columns) {
      column
          .rows()
          .computeIfAbsent(value(column, row), any -> new LinkedHashMap<>(4))
          .put(rowKey, row);
    }
  }

  /** Lets go of a row as it was. */
  void remove(Object rowKey, Fact row) {
    for (Column column : columns) {
      Object value = value(column, row);
      Map<Object, Fact> rows = column.rows().get(value);
      if (rows != null && rows.remove(rowKey) != null && rows.isEmpty()) {
        column.rows().remove(value);
      }
    }
  }

  private static Object value(Column column, Fact row) {
    return EventKey.canonical(row.event().value(column.field()));
  }
}
