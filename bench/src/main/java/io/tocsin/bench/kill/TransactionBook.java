package io.tocsin.bench.kill;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionLog.TxnRecord;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.jspecify.annotations.Nullable;

/**
 * When the transactions of the pack were open, read from the log in which the broker itself keeps
 * their states. Times are of the broker's clock, epoch milliseconds. Safe for several threads.
 *
 * <p>A transaction is open from its first record until the broker has written the last marker of
 * its end; so one whose commit was asked for and not answered is open as well.
 */
final class TransactionBook {
  private record Span(String id, long from, long to) {}

  private final String prefix;
  private final Map<String, Long> open = new HashMap<>();
  private final List<Span> over = new ArrayList<>();

  /**
   * @param prefix how the transactional ids of the pack begin
   */
  TransactionBook(String prefix) {
    this.prefix = prefix;
  }

  /** The next record of a partition of the broker's log. */
  synchronized void add(byte[] key, byte @Nullable [] value) {
    if (value != null
        && TransactionLog.read(ByteBuffer.wrap(key), ByteBuffer.wrap(value)) instanceof TxnRecord it
        && it.transactionId().startsWith(prefix)) {
      add(it.transactionId(), it.metadata());
    }
  }

  private void add(String id, TransactionMetadata now) {
    switch (now.state()) {
      case ONGOING, PREPARE_COMMIT, PREPARE_ABORT -> open.put(id, now.txnStartTimestamp());
      case COMPLETE_COMMIT, COMPLETE_ABORT -> {
        Long from = open.remove(id);
        if (from != null) {
          over.add(new Span(id, from, now.txnLastUpdateTimestamp()));
        }
      }
      case EMPTY, DEAD, PREPARE_EPOCH_FENCE -> open.remove(id);
    }
  }

  /**
   * The ids with a transaction that was open at a moment.
   *
   * @param since transactions that began earlier do not count
   * @param at those that ended up to this time are over, and those that began later are not begun
   */
  synchronized List<String> openAt(long since, long at) {
    Set<String> found = new TreeSet<>();
    open.forEach(
        (id, from) -> {
          if (from >= since && from <= at) {
            found.add(id);
          }
        });
    for (Span span : over) {
      if (span.from() >= since && span.from() <= at && span.to() > at) {
        found.add(span.id());
      }
    }
    return List.copyOf(found);
  }

  /** In how much of a time some transaction was open, from 0 to 1. */
  synchronized double share(long from, long to) {
    List<Span> spans = new ArrayList<>(over);
    open.forEach((id, began) -> spans.add(new Span(id, began, to)));
    boolean[] covered = new boolean[Math.toIntExact(Math.max(1, to - from))];
    for (Span span : spans) {
      for (long at = Math.max(from, span.from()); at < Math.min(to, span.to()); at++) {
        covered[(int) (at - from)] = true;
      }
    }
    int sum = 0;
    for (boolean one : covered) {
      sum += one ? 1 : 0;
    }
    return (double) sum / covered.length;
  }
}
