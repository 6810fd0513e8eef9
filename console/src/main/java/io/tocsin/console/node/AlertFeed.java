package io.tocsin.console.node;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest alerts in the order in which this process saw them, for any number of readers that
 * each go at their own pace. Bounded by number and by size: a reader that falls behind learns how
 * many it missed.
 */
public final class AlertFeed implements AutoCloseable {

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final int capacity;
  private final long maxChars;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long chars;
  private long last;
  private boolean closed;

  /**
   * @param capacity how many alerts are kept at most, at least 1
   * @param maxChars how many characters of JSON are kept at most; the newest alert is always kept
   */
  public AlertFeed(int capacity, long maxChars) {
    this.capacity = capacity;
    this.maxChars = maxChars;
  }

  /**
   * An alert in the feed.
   *
   * @param sequence its number in this feed, from 1, without gaps
   * @param alert the alert line, one JSON object
   */
  public record Entry(long sequence, @JsonRawValue String alert) {}

  /**
   * What a reader gets.
   *
   * @param entries the alerts after its place, oldest first; empty where none came in time
   * @param missed how many alerts after its place are no longer kept
   * @param open false where the feed has closed: nothing more will come
   */
  public record Batch(List<Entry> entries, long missed, boolean open) {}

  /** Adds an alert line, one JSON object. */
  public void add(String alert) {
    lock.lock();
    try {
      entries.addLast(new Entry(++last, alert));
      chars += alert.length();
      while (entries.size() > capacity || (chars > maxChars && entries.size() > 1)) {
        chars -= entries.removeFirst().alert().length();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A name for this feed that no other run of the node has. */
  public String run() {
    return run;
  }

  /** The number of the newest alert, 0 before the first. */
  public long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** At most {@code limit} of the newest alerts, oldest first. */
  public List<Entry> recent(int limit) {
    lock.lock();
    try {
      return entries.stream().skip(Math.max(0, entries.size() - (long) limit)).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * At most {@code limit} alerts after the place {@code after}, oldest first; waits for one where
   * there is none.
   *
   * @param after the number of the last alert that the reader has, 0 for none
   */
  public Batch after(long after, int limit, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (last <= after && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Entry> found = new ArrayList<>();
      for (Entry entry : entries) {
        if (entry.sequence() > after && found.size() < limit) {
          found.add(entry);
        }
      }
      long first = found.isEmpty() ? after + 1 : found.get(0).sequence();
      return new Batch(found, first - after - 1, !closed);
    } finally {
      lock.unlock();
    }
  }

  /** Lets every reader go. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
