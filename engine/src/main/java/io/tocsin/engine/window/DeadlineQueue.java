package io.tocsin.engine.window;

import io.tocsin.engine.session.RuleSession;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a session, earliest first; broken matches are passed over when their time comes.
 */
final class DeadlineQueue {
  /** Fewer broken matches than this are not worth a search. */
  private static final int FEW = 1 << 10;

  private final PriorityQueue<Pending> queue = new PriorityQueue<>();
  private long sequence;
  private int over;

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

  /** A match of the queue was broken; where most of them are, their memory is given back. */
  void broken() {
    over++;
    if (over > FEW && over > queue.size() / 2) {
      queue.removeIf(Pending::isOver);
      over = 0;
    }
  }

  private @Nullable Pending first() {
    Pending first = queue.peek();
    while (first != null && first.isOver()) {
      over--;
      queue.poll();
      first = queue.peek();
    }
    return first;
  }
}
