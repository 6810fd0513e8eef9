package io.tocsin.engine.time;

import io.tocsin.engine.event.SourcePosition;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Waiting entries of one source partition, in the order (time, position). Runs are compared by
 * their earliest entry, then by source and partition, so that entries of one instant that are taken
 * run by run are in the order of their positions.
 */
final class Run implements Comparable<Run> {
  /** A run that has held more than this gives its memory back once it is empty. */
  private static final int LARGE = 1 << 12;

  private final int source;
  private final int partition;
  private ArrayDeque<ReorderBuffer.Entry> entries = new ArrayDeque<>();
  private int most;

  Run(int source, int partition) {
    this.source = source;
    this.partition = partition;
  }

  /** Whether it is that of a position's partition. */
  boolean isOf(SourcePosition position) {
    return position.source() == source && position.partition() == partition;
  }

  /** Adds an entry that is not before the last one. */
  void add(ReorderBuffer.Entry entry) {
    entries.addLast(entry);
    most = Math.max(most, entries.size());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The time of the first entry; there must be one. */
  long earliest() {
    return entries.getFirst().time();
  }

  /** The last entry; there must be one. */
  ReorderBuffer.Entry last() {
    return entries.getLast();
  }

  /** Moves the entries with this time, which must be that of the first, to the end of a list. */
  void take(long time, List<ReorderBuffer.Entry> into) {
    for (ReorderBuffer.Entry first = entries.peekFirst();
        first != null && first.time() == time;
        first = entries.peekFirst()) {
      into.add(entries.removeFirst());
    }
    if (entries.isEmpty() && most > LARGE) {
      entries = new ArrayDeque<>();
      most = 0;
    }
  }

  void copyTo(List<ReorderBuffer.Entry> into) {
    into.addAll(entries);
  }

  @Override
  public int compareTo(Run other) {
    int order = Long.compare(earliest(), other.earliest());
    if (order == 0) {
      order = Integer.compare(source, other.source);
    }
    return order == 0 ? Integer.compare(partition, other.partition) : order;
  }
}
