package io.tocsin.engine.testing.oracle;

import org.jspecify.annotations.Nullable;

/** One thing that happens to a pack, in the order of arrival. */
public sealed interface Entry {

  /** A record arrives; its event's offset is its place in the partition. */
  record Arrival(OracleEvent event) implements Entry {}

  /**
   * A row of a table is new, changed or deleted.
   *
   * @param table the type of its rows
   * @param level null for a deletion
   */
  record Row(String table, Object key, @Nullable Long level) implements Entry {}

  /** No further event is before that time, epoch milliseconds. */
  record Advance(long time) implements Entry {}

  /** A source partition has ended: it no longer holds time back. */
  record Closing(int source, int partition) implements Entry {}
}
