package io.tocsin.engine.plan;

import java.util.Arrays;
import java.util.List;

/**
 * How far apart the events of some patterns can be. The temporal conditions form a network of
 * differences: {@code lower <= t(a) - t(b) <= upper} is an edge in each direction, and the tightest
 * bound between two patterns is the shortest path between them (Dechter, Meiri, Pearl: Temporal
 * constraint networks, 1991).
 */
final class TimeNetwork {
  private final List<PatternPlan> patterns;
  private final int present;
  private final long[][] bounds;
  private final long[][] within;

  /**
   * @param present how many of them, from the first on, have come when a match is complete: none of
   *     these comes after one that is still in its window then
   */
  TimeNetwork(List<PatternPlan> patterns, int present) {
    this.patterns = patterns;
    this.present = present;
    this.bounds = shortestPaths(0);
    this.within = shortestPaths(present);
  }

  List<PatternPlan> patterns() {
    return patterns;
  }

  /** The place of the pattern with a slot, -1 where it is not in the network. */
  int indexOf(int slot) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).slot() == slot) {
        return i;
      }
    }
    return -1;
  }

  /** The greatest possible {@code t(a) - t(b)}, or {@link Retention#UNBOUNDED}. */
  long bound(int a, int b) {
    return bounds[a][b];
  }

  /**
   * The greatest possible {@code t(a) - t(b)} by paths that pass no pattern which has come. Because
   * the times of these are known then, what a path would conclude about them may not be so.
   */
  long boundWithin(int a, int b) {
    return within[a][b];
  }

  /** Whether no events can satisfy all of it. */
  boolean isContradictory() {
    for (int i = 0; i < bounds.length; i++) {
      if (bounds[i][i] < 0) {
        return true;
      }
    }
    return false;
  }

  private long[][] shortestPaths(int firstBetween) {
    int n = patterns.size();
    long[][] d = new long[n][n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(d[i], Retention.UNBOUNDED);
      d[i][i] = 0;
    }
    for (int i = 0; i < present; i++) {
      if (patterns.get(i).window() instanceof WindowSpec.Time window) {
        for (int j = 0; j < present; j++) {
          d[j][i] = Math.min(d[j][i], window.millis() - 1);
        }
      }
    }
    for (PatternPlan pattern : patterns) {
      for (TimeRelation relation : pattern.relations()) {
        int a = indexOf(relation.slot());
        int b = indexOf(relation.otherSlot());
        if (a >= 0 && b >= 0 && isPoint(a) && isPoint(b)) {
          d[a][b] = Math.min(d[a][b], relation.upper());
          d[b][a] = Math.min(d[b][a], negate(relation.lower()));
        }
      }
    }
    for (int k = firstBetween; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          d[i][j] = Math.min(d[i][j], plus(d[i][k], d[k][j]));
        }
      }
    }
    return d;
  }

  /** Because the bounds are between starts, an event with a duration bounds nothing. */
  boolean isPoint(int pattern) {
    return patterns.get(pattern).type().durationField() == null;
  }

  static long negate(long value) {
    return value == Long.MIN_VALUE || value == Long.MAX_VALUE ? Retention.UNBOUNDED : -value;
  }

  static long plus(long a, long b) {
    return a == Retention.UNBOUNDED || b == Retention.UNBOUNDED ? Retention.UNBOUNDED : a + b;
  }
}
