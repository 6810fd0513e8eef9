package io.tocsin.engine.window;

import io.tocsin.engine.session.RuleSession;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of a session, earliest first; what is over is passed over when its time comes.
 *
 * <p>Because a rule mostly waits for the same length of time, its deadlines mostly come about in
 * the order in which they pass: such a run costs nothing to keep sorted, and only the others go
 * into a heap.
 */
final class DeadlineQueue {
  /** Fewer that are over than this are not worth a search. */
  private static final int FEW = 1 << 10;

  /** The deadlines of a rule in their order, without those that came about too late for it. */
  private static final class Run implements Comparable<Run> {
    private ArrayDeque<Deadline> deadlines = new ArrayDeque<>();

    void dropOver() {
      for (Deadline next = deadlines.peekFirst();
          next != null && next.isOver();
          next = deadlines.peekFirst()) {
        deadlines.removeFirst();
      }
    }

    @Override
    public int compareTo(Run other) {
      return deadlines.getFirst().compareTo(other.deadlines.getFirst());
    }
  }

  private final Map<RuleRunner, Run> runs = new IdentityHashMap<>();

  /** The runs that are not empty, by their first deadline. */
  private final PriorityQueue<Run> waiting = new PriorityQueue<>();

  private final PriorityQueue<Deadline> others = new PriorityQueue<>();
  private long sequence;
  private int size;
  private int over;

  void add(Deadline deadline) {
    deadline.sequence(sequence++);
    put(deadline);
  }

  /** The number of the next match, which has its deadline by another one's. */
  long number() {
    return sequence++;
  }

  /** Puts back what a checkpoint holds, or what has waited behind another, with its number. */
  void restore(Deadline deadline) {
    sequence = Math.max(sequence, deadline.sequence() + 1);
    put(deadline);
  }

  private void put(Deadline deadline) {
    Run run = runs.computeIfAbsent(deadline.runner(), any -> new Run());
    Deadline last = run.deadlines.peekLast();
    if (last == null) {
      run.deadlines.addLast(deadline);
      waiting.add(run);
    } else if (last.compareTo(deadline) <= 0) {
      run.deadlines.addLast(deadline);
    } else {
      others.add(deadline);
    }
    size++;
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
    if (first == null || first.deadline() > now) {
      return null;
    }
    Run run = waiting.peek();
    if (run != null && run.deadlines.peekFirst() == first) {
      waiting.remove();
      run.deadlines.removeFirst();
      if (!run.deadlines.isEmpty()) {
        waiting.add(run);
      }
    } else {
      others.remove();
    }
    size--;
    return first;
  }

  /** A deadline of the queue is over; where most of them are, their memory is given back. */
  void over() {
    over++;
    if (over > FEW && over > size / 2) {
      others.removeIf(Deadline::isOver);
      waiting.clear();
      size = others.size();
      for (Run run : runs.values()) {
        ArrayDeque<Deadline> left = new ArrayDeque<>();
        run.deadlines.stream().filter(deadline -> !deadline.isOver()).forEach(left::addLast);
        run.deadlines = left;
        size += left.size();
        if (!left.isEmpty()) {
          waiting.add(run);
        }
      }
      over = 0;
    }
  }

  private @Nullable Deadline first() {
    Run run = waiting.peek();
    while (run != null && run.deadlines.getFirst().isOver()) {
      waiting.remove();
      int before = run.deadlines.size();
      run.dropOver();
      passed(before - run.deadlines.size());
      if (!run.deadlines.isEmpty()) {
        waiting.add(run);
      }
      run = waiting.peek();
    }
    Deadline other = others.peek();
    while (other != null && other.isOver()) {
      others.remove();
      passed(1);
      other = others.peek();
    }
    Deadline inOrder = run == null ? null : run.deadlines.getFirst();
    if (inOrder == null || other == null) {
      return inOrder == null ? other : inOrder;
    }
    return inOrder.compareTo(other) < 0 ? inOrder : other;
  }

  private void passed(int many) {
    over -= many;
    size -= many;
  }
}
