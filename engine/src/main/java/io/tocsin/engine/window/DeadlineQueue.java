package io.tocsin.engine.window;

import io.tocsin.engine.session.RuleSession;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The deadlines of a session, earliest first; what is over is passed over when its time comes. */
final class DeadlineQueue {
  /** Fewer that are over than this are not worth a search. */
  private static final int FEW = 1 << 10;

  private final PriorityQueue<Deadline> queue = new PriorityQueue<>();
  private long sequence;
  private int over;

  void add(Deadline deadline) {
    deadline.sequence(sequence++);
    queue.add(deadline);
  }

  /** Puts back what a checkpoint holds, with the number that it had. */
  void restore(Deadline deadline) {
    sequence = Math.max(sequence, deadline.sequence() + 1);
    queue.add(deadline);
  }

  long sequence() {
    return sequence;
  }

  void sequence(long next) {
    sequence = next;
  }

  long next() {
    Deadline first = first();
    return first == null ? RuleSession.NEVER : first.deadline();
  }

  /** Takes the first deadline at or before a time; null where there is none. */
  @Nullable Deadline poll(long now) {
    Deadline first = first();
    return first != null && first.deadline() <= now ? queue.poll() : null;
  }

  /** A deadline of the queue is over; where most of them are, their memory is given back. */
  void over() {
    over++;
    if (over > FEW && over > queue.size() / 2) {
      queue.removeIf(Deadline::isOver);
      over = 0;
    }
  }

  private @Nullable Deadline first() {
    Deadline first = queue.peek();
    while (first != null && first.isOver()) {
      over--;
      queue.poll();
      first = queue.peek();
    }
    return first;
  }
}
