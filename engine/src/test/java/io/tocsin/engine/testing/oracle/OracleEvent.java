package io.tocsin.engine.testing.oracle;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event of the history. Events happen in the order (time, source, partition, offset).
 *
 * @param type the declared type
 * @param at event time, epoch milliseconds
 * @param source the place of the source in {@code pack.yaml}
 * @param partition the partition of the source
 * @param offset the place in the partition
 * @param fields values by field name; a field that is absent is null
 */
public record OracleEvent(
    String type,
    long at,
    int source,
    int partition,
    long offset,
    Map<String, @Nullable Object> fields)
    implements Comparable<OracleEvent> {

  private static final Comparator<OracleEvent> ORDER =
      Comparator.comparingLong(OracleEvent::at)
          .thenComparingInt(OracleEvent::source)
          .thenComparingInt(OracleEvent::partition)
          .thenComparingLong(OracleEvent::offset);

  public @Nullable Object field(String name) {
    return fields.get(name);
  }

  /** When it ends, epoch milliseconds; its time where it has no length. */
  public long end() {
    return field(Schema.LENGTH) instanceof Number length ? at + length.longValue() : at;
  }

  /** What groups and joins compare. */
  public @Nullable Object key() {
    return field("id");
  }

  @Override
  public int compareTo(OracleEvent other) {
    return ORDER.compare(this, other);
  }
}
