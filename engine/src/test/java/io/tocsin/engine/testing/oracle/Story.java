package io.tocsin.engine.testing.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a rule can see.
 *
 * @param events all events that were in time, in their order
 * @param rows the table's changes, in the order of their arrival
 * @param watermarks the watermark after each entry of the stream
 */
public record Story(List<OracleEvent> events, List<RowChange> rows, List<Long> watermarks) {

  /**
   * A row that is new, changed or deleted.
   *
   * @param entry its place in the stream
   * @param level null where it was deleted
   */
  public record RowChange(int entry, Object key, @Nullable Long level) {}

  /** A story without a table. */
  public static Story of(List<OracleEvent> events) {
    return new Story(events, List.of(), List.of());
  }

  /**
   * The level in the table's row when a time happens: that is when the watermark passes it, so all
   * rows that arrived before count.
   *
   * @return null where there is no such row
   */
  @Nullable Long levelAt(@Nullable Object key, long time) {
    Long level = null;
    for (RowChange row : rows) {
      if (row.entry < entryOf(time) && Values.same(row.key, key)) {
        level = row.level;
      }
    }
    return level;
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
