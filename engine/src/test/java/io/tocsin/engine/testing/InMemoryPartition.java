package io.tocsin.engine.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the {@link InMemoryLog}: records by offset. What is deleted from the front can
 * no longer be read through the ports, but a test still finds it.
 */
final class InMemoryPartition {
  private final List<Stored> records = new ArrayList<>();
  private final Map<InMemoryLog.Transaction, Long> open = new HashMap<>();
  private long begin;

  /** A record or a marker, within a transaction or without one. */
  record Stored(
      byte @Nullable [] key,
      byte @Nullable [] value,
      long timestamp,
      Map<String, byte[]> headers,
      InMemoryLog.@Nullable Transaction transaction,
      boolean marker) {

    boolean isReadable() {
      return !marker && (transaction == null || transaction.committed);
    }
  }

  long append(Stored record) {
    InMemoryLog.Transaction transaction = record.transaction();
    if (transaction != null && record.marker()) {
      open.remove(transaction);
    } else if (transaction != null) {
      open.putIfAbsent(transaction, end());
    }
    records.add(record);
    return end() - 1;
  }

  long begin() {
    return begin;
  }

  long end() {
    return records.size();
  }

  /** Where a reader under read_committed must stop: the first record of an open transaction. */
  long stableEnd() {
    return open.values().stream().mapToLong(Long::longValue).min().orElse(end());
  }

  Stored get(long offset) {
    return records.get((int) offset);
  }

  void deleteBelow(long offset) {
    begin = Math.max(begin, Math.min(offset, end()));
  }
}
