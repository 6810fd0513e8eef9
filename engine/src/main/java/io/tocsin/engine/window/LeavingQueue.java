package io.tocsin.engine.window;

import io.tocsin.engine.session.RuleSession;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The group of each event that leaves at a time, in the order in which the events leave. All of a
 * session leave with its last.
 */
final class LeavingQueue {
  private final WindowExtent extent;
  private ArrayDeque<WindowGroup> groups = new ArrayDeque<>();
  private int most;

  LeavingQueue(WindowExtent extent) {
    this.extent = extent;
  }

  void add(WindowGroup group) {
    groups.addLast(group);
    most = Math.max(most, groups.size());
  }

  /** When the first leaves, or {@link RuleSession#NEVER}. */
  long next() {
    passStale();
    WindowGroup first = groups.peekFirst();
    return first == null ? RuleSession.NEVER : first.ring().time(first.passed()) + extent.millis();
  }

  /** Takes the first group of which something leaves at or before a time, null where none does. */
  @Nullable WindowGroup poll(long now) {
    if (next() > now) {
      return null;
    }
    WindowGroup first = groups.pollFirst();
    if (first != null) {
      first.passed(0);
    }
    return first;
  }

  /** Because a session goes on with its last event, those before it end nothing. */
  private void passStale() {
    if (!extent.session()) {
      return;
    }
    for (WindowGroup next = groups.peekFirst();
        next != null && next.passed() < next.ring().size() - 1;
        next = groups.peekFirst()) {
      next.passed(next.passed() + 1);
      groups.removeFirst();
    }
  }

  /** Forgets all, and how many there were. */
  void clear() {
    groups = new ArrayDeque<>();
    most = 0;
  }

  /** Whether it is empty, and once held more than a number. */
  boolean isIdleAfter(int many) {
    return groups.isEmpty() && most > many;
  }

  void save(Map<WindowGroup, Integer> numbers, DataOutput out) throws IOException {
    out.writeInt(groups.size());
    for (WindowGroup group : groups) {
      out.writeInt(numbers.getOrDefault(group, -1));
    }
  }

  void restore(WindowGroup[] numbered, DataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      add(numbered[in.readInt()]);
    }
  }
}
