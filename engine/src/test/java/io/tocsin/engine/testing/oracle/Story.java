package io.tocsin.engine.testing.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a rule can see.
 *
 * @param events all events that were in time, in their order
 * @param rows the changes of the tables, in the order of their arrival
 * @param watermarks the watermark after each entry of the stream
 */
public record Story(List<OracleEvent> events, List<RowChange> rows, List<Long> watermarks) {

  /**
   * A row that is new, changed or deleted.
   *
   * @param entry its place in the stream
   * @param table the type of its rows
   * @param level null where it was deleted
   */
  public record RowChange(int entry, String table, Object key, @Nullable Long level) {}

  /** A story without a table. */
  public static Story of(List<OracleEvent> events) {
    return new Story(events, List.of(), List.of());
  }

  /**
   * The level in a table's row when a time happens: that is when the watermark passes it, so all
   * rows that arrived before count.
   *
   * @return null where there is no such row
   */
  @Nullable Long levelAt(String table, @Nullable Object key, long time) {
    Long level = null;
    for (RowChange row : rowsBefore(time)) {
      if (row.table.equals(table) && Values.same(row.key, key)) {
        level = row.level;
      }
    }
    return level;
  }

  /** How many rows of a table have a level when a time happens. */
  long countAt(String table, long level, long time) {
    return rowsBefore(time).stream()
        .filter(row -> row.table.equals(table))
        .map(RowChange::key)
        .distinct()
        .filter(key -> Values.same(levelAt(table, key, time), level))
        .count();
  }

  /** The changes of rows that come before a time happens, in their order. */
  public List<RowChange> rowsBefore(long time) {
    int entry = entryOf(time);
    return rows.stream().filter(row -> row.entry < entry).toList();
  }

  private int entryOf(long time) {
    for (int entry = 0; entry < watermarks.size(); entry++) {
      if (watermarks.get(entry) > time) {
        return entry;
      }
    }
    return watermarks.size();
  }
}
