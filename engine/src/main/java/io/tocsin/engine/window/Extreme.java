package io.tocsin.engine.window;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * {@code min} or {@code max} in amortised constant time: a queue of the values that can still
 * become the extreme, each better than all that follow it. The first is the extreme; a value that
 * leaves is either the first or was dropped when a better one came.
 */
final class Extreme implements Accumulator {
  private record Candidate(Object value, long number) {}

  private final int direction;
  private final ArrayDeque<Candidate> candidates = new ArrayDeque<>(1);
  private long added;
  private long removed;

  /**
   * @param direction 1 for max, -1 for min
   */
  Extreme(int direction) {
    this.direction = direction;
  }

  @Override
  public void add(@Nullable Object value) {
    if (value == null) {
      return;
    }
    for (Iterator<Candidate> last = candidates.descendingIterator(); last.hasNext(); ) {
      if (compare(last.next().value(), value) * direction >= 0) {
        break;
      }
      last.remove();
    }
    candidates.addLast(new Candidate(value, added));
    added++;
  }

  @Override
  public void remove(@Nullable Object value) {
    if (value == null) {
      return;
    }
    Candidate first = candidates.peekFirst();
    if (first != null && first.number() == removed) {
      candidates.removeFirst();
    }
    removed++;
  }

  @Override
  public @Nullable Object result() {
    Candidate first = candidates.peekFirst();
    return first == null ? null : first.value();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object a, Object b) {
    if (a instanceof Comparable left && a.getClass() == b.getClass()) {
      return left.compareTo(b);
    }
    if (a instanceof Number left && b instanceof Number right) {
      return Double.compare(left.doubleValue(), right.doubleValue());
    }
    throw new IllegalArgumentException("[" + a + "] and [" + b + "] cannot be compared.");
  }
}
