package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule keeps for one key: events by pattern, oldest first, and undecided matches. */
final class ChainState {
  /** Nothing was shed that the key lacks. */
  static final long COMPLETE = Long.MIN_VALUE;

  private final Object key;
  private final @Nullable ArrayDeque<Fact>[] stored;
  private final List<Pending> pendings = new ArrayList<>(0);
  private long gap = COMPLETE;
  private long unseen = COMPLETE;

  @SuppressWarnings({"unchecked", "rawtypes"})
  ChainState(Object key, int patterns) {
    this.key = key;
    this.stored = new ArrayDeque[patterns];
  }

  Object key() {
    return key;
  }

  void store(int pattern, Fact fact) {
    ArrayDeque<Fact> facts = stored[pattern];
    if (facts == null) {
      facts = new ArrayDeque<>(2);
      stored[pattern] = facts;
    }
    facts.addLast(fact);
  }

  void removeOldest(int pattern) {
    ArrayDeque<Fact> facts = stored[pattern];
    if (facts != null) {
      facts.pollFirst();
      if (facts.isEmpty()) {
        stored[pattern] = null;
      }
    }
  }

  /** The oldest event of a pattern; there must be one. */
  Fact oldest(int pattern) {
    ArrayDeque<Fact> facts = stored[pattern];
    if (facts == null) {
      throw new IllegalStateException("Nothing is stored for the pattern [" + pattern + "].");
    }
    return facts.getFirst();
  }

  /**
   * The first instant at which the key lacks no event that could cancel or change a match, or
   * {@link #COMPLETE}.
   */
  long gap() {
    return gap;
  }

  void lacks(long until) {
    gap = Math.max(gap, until);
  }

  /** The time of the latest event that was shed before it could break a match. */
  long unseen() {
    return unseen;
  }

  void unseen(long time) {
    unseen = Math.max(unseen, time);
  }

  Iterable<Fact> stored(int pattern) {
    ArrayDeque<Fact> facts = stored[pattern];
    return facts == null ? List.of() : facts;
  }

  List<Pending> pendings() {
    return pendings;
  }

  boolean isEmpty() {
    for (ArrayDeque<Fact> facts : stored) {
      if (facts != null) {
        return false;
      }
    }
    return pendings.isEmpty();
  }
}
