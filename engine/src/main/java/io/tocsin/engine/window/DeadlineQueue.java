package io.tocsin.engine.window;

import io.tocsin.engine.session.RuleSession;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a session, earliest first; broken matches are passed over when their time comes.
 */
final class DeadlineQueue {
  private final PriorityQueue<Pending> queue = new PriorityQueue<>();
  private long sequence;

  void add(Pending pending) {
    pending.sequence(sequence++);
    queue.add(pending);
  }

  /** Puts back what a checkpoint holds, with the number that it had. */
  void restore(Pending pending) {
    sequence = Math.max(sequence, pending.sequence() + 1);
    queue.add(pending);
  }

  long sequence() {
    return sequence;
  }

  void sequence(long next) {
    sequence = next;
  }

  long next() {
    Pending first = first();
    return first == null ? RuleSession.NEVER : first.deadline();
  }

  /** Takes the first match whose deadline is at or before a time; null where there is none. */
  @Nullable Pending poll(long now) {
    Pending first = first();
    return first != null && first.deadline() <= now ? queue.poll() : null;
  }

  private @Nullable Pending first() {
    Pending first = queue.peek();
    while (first != null && first.isOver()) {
      queue.poll();
      first = queue.peek();
    }
    return first;
  }
}
