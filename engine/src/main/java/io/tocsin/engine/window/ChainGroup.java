package io.tocsin.engine.window;

import io.tocsin.engine.plan.Ahead;
import io.tocsin.engine.plan.Fact;
import io.tocsin.engine.plan.PatternGroup;
import io.tocsin.engine.plan.PatternPlan;
import io.tocsin.engine.plan.Row;
import io.tocsin.engine.sandbox.Budget;
import java.util.ArrayList;
import java.util.List;

/**
 * Patterns of a chain that are about several events together: combinations of them are looked for
 * among what is kept, whenever it has to be known whether there is one.
 */
final class ChainGroup {
  /** A positive pattern, or a group within. */
  private sealed interface Part {}

  /** A positive pattern with the number of its keeper, -1 where it keeps no events. */
  private record One(PatternPlan plan, int keeper) implements Part {}

  private record Nested(boolean present, ChainGroup group) implements Part {}

  /** Gives a pattern the events and rows that are tried at it. */
  interface Candidates {
    /**
     * @param keeper the number of the pattern's keeper, whose own conditions the events have passed
     *     already; -1 for rows, which have not
     */
    Iterable<Fact> of(PatternPlan plan, int keeper, Row row);
  }

  /** Numbers the patterns that keep events. */
  interface Numbering {
    int of(PatternPlan plan);
  }

  private final List<Part> parts = new ArrayList<>();
  private final int[] keepers;
  private final List<PatternPlan> patterns;
  private final List<Ahead> ahead;

  /**
   * @param ahead when its events can come at the latest
   */
  ChainGroup(PatternGroup group, Numbering numbering, List<Ahead> ahead) {
    this.patterns = group.patterns();
    this.ahead = ahead;
    List<Integer> numbers = new ArrayList<>();
    for (PatternGroup.Part part : group.parts()) {
      if (part instanceof PatternGroup.One one) {
        int keeper = one.pattern().table() ? -1 : numbering.of(one.pattern());
        parts.add(new One(one.pattern(), keeper));
        if (keeper >= 0) {
          numbers.add(keeper);
        }
      } else if (part instanceof PatternGroup.Nested nested) {
        ChainGroup inner = new ChainGroup(nested.group(), numbering, List.of());
        parts.add(new Nested(nested.present(), inner));
        for (int keeper : inner.keepers) {
          numbers.add(keeper);
        }
      }
    }
    this.keepers = numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The numbers of its keepers, ascending; those of nested groups too. */
  int[] keepers() {
    return keepers;
  }

  /** The number of its first keeper. */
  int first() {
    return keepers[0];
  }

  /** All of its patterns. */
  List<PatternPlan> patterns() {
    return patterns;
  }

  /**
   * The last time at which an event can come that makes or breaks a combination, epoch
   * milliseconds; the beginning of time where nothing says when.
   */
  long lastChange(Row match) {
    long last = Long.MIN_VALUE;
    for (Ahead one : ahead) {
      long time = one.last(match);
      last = time == Long.MAX_VALUE ? last : Math.max(last, time);
    }
    return last;
  }

  /** Whether there is a combination; the row is as before then. */
  boolean isThere(Row row, long now, Candidates candidates, Budget budget) {
    boolean there = any(0, row, now, candidates, budget);
    forget(row);
    return there;
  }

  private boolean any(int at, Row row, long now, Candidates candidates, Budget budget) {
    if (at == parts.size()) {
      return true;
    }
    if (parts.get(at) instanceof Nested nested) {
      return nested.group.isThere(row, now, candidates, budget) == nested.present
          && any(at + 1, row, now, candidates, budget);
    }
    One one = (One) parts.get(at);
    for (Fact fact : candidates.of(one.plan, one.keeper, row)) {
      budget.step();
      if (meets(one, fact, row, now) && any(at + 1, row, now, candidates, budget)) {
        return true;
      }
    }
    return false;
  }

  /** Runs something for each combination, with its values in the row; not for nested groups. */
  void each(Row row, long now, Candidates candidates, Budget budget, Runnable combination) {
    each(0, row, now, candidates, budget, combination);
    forget(row);
  }

  private void each(
      int at, Row row, long now, Candidates candidates, Budget budget, Runnable combination) {
    if (at == parts.size()) {
      combination.run();
      return;
    }
    One one = (One) parts.get(at);
    for (Fact fact : candidates.of(one.plan, one.keeper, row)) {
      budget.step();
      if (meets(one, fact, row, now)) {
        each(at + 1, row, now, candidates, budget, combination);
      }
    }
  }

  private static boolean meets(One one, Fact fact, Row row, long now) {
    return (one.keeper >= 0 || Patterns.accepts(one.plan, fact, row))
        && Patterns.joins(one.plan, fact, row, now);
  }

  /** Clears its slots, since what was only tried is no part of the match. */
  void forget(Row row) {
    for (int i = 0; i < patterns.size(); i++) {
      Patterns.forget(patterns.get(i), row);
    }
  }
}
