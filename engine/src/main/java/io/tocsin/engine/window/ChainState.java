package io.tocsin.engine.window;

import io.tocsin.engine.plan.Fact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule keeps for one key: events by pattern, oldest first, and undecided matches. */
final class ChainState {
  private final Object key;
  private final @Nullable ArrayDeque<Fact>[] stored;
  private final List<Pending> pendings = new ArrayList<>(0);

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
