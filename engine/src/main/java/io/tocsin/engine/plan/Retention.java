package io.tocsin.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long the events of each pattern must be kept so that no match can be missed.
 *
 * <p>The temporal conditions of a rule form a network of differences: {@code lower <= t(a) - t(b)
 * <= upper} is an edge in each direction, and the tightest bound between two patterns is the
 * shortest path between them (Dechter, Meiri, Pearl: Temporal constraint networks, 1991). An event
 * of pattern p is needed until the latest time at which an event of a triggering pattern q can
 * still meet it: the greatest upper bound of {@code t(q) - t(p)}. Example: in {@code $a : A() $b :
 * B(this after[0s,10s] $a) $c : C(this after[0s,5s] $b)} an A is kept for 15 s, a B for 5 s, a C
 * not at all.
 *
 * <p>An event of an {@code exists} is kept for as long as another can come for the same match, so
 * that only the first one completes it.
 *
 * <p>Only positive patterns may stand in the middle of a path, since an absent event bounds
 * nothing.
 */
public final class Retention {
  /** For ever: nothing bounds the time. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  private final Map<Integer, Long> horizons = new HashMap<>();
  private final List<PatternPlan> triggers = new ArrayList<>();
  private final Set<Integer> existential = new HashSet<>();
  private final long[][] bounds;

  /** The horizons of one alternative of a rule. */
  public Retention(List<Step> steps) {
    List<PatternPlan> sources = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Match match && !match.pattern().table()) {
        triggers.add(match.pattern());
      } else if (step instanceof Step.Exists exists && !exists.pattern().table()) {
        existential.add(exists.pattern().slot());
        triggers.add(exists.pattern());
      } else if (step instanceof Step.Absent absent && !absent.pattern().table()) {
        sources.add(absent.pattern());
      } else if (step instanceof Step.Accumulate accumulate) {
        sources.add(accumulate.source());
      }
    }
    bounds = shortestPaths();
    for (int i = 0; i < triggers.size(); i++) {
      long horizon = 0;
      for (int q = 0; q < triggers.size(); q++) {
        horizon = Math.max(horizon, bounds[q][i]);
      }
      PatternPlan pattern = triggers.get(i);
      if (existential.contains(pattern.slot())) {
        horizon = Math.max(horizon, untilTheNext(i));
      }
      horizons.put(pattern.slot(), explicit(window(horizon, pattern), pattern));
    }
    for (PatternPlan source : sources) {
      horizons.put(source.slot(), explicit(window(sourceHorizon(source), source), source));
    }
  }

  /** How long after one event of a pattern another can come that would meet the same match. */
  private long untilTheNext(int pattern) {
    long horizon = UNBOUNDED;
    for (int q = 0; q < triggers.size(); q++) {
      if (q != pattern) {
        horizon = Math.min(horizon, plus(bounds[pattern][q], bounds[q][pattern]));
      }
    }
    return horizon;
  }

  /**
   * How long an event of the pattern with this slot is kept after its own time: while {@code T - ts
   * <= horizon}.
   *
   * @return milliseconds, at least 0, or {@link #UNBOUNDED} where neither the rule nor
   *     {@code @expires} bounds it
   */
  public long horizon(int slot) {
    return horizons.getOrDefault(slot, 0L);
  }

  /** {@code bounds[a][b]}: the greatest possible {@code t(a) - t(b)}. */
  private long[][] shortestPaths() {
    int n = triggers.size();
    long[][] d = new long[n][n];
    for (long[] line : d) {
      java.util.Arrays.fill(line, UNBOUNDED);
    }
    for (int i = 0; i < n; i++) {
      d[i][i] = 0;
    }
    for (PatternPlan pattern : triggers) {
      for (TimeRelation relation : pattern.relations()) {
        int a = trigger(relation.slot());
        int b = trigger(relation.otherSlot());
        if (a >= 0 && b >= 0 && isPoint(a) && isPoint(b)) {
          d[a][b] = Math.min(d[a][b], relation.upper());
          d[b][a] = Math.min(d[b][a], negate(relation.lower()));
        }
      }
    }
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          d[i][j] = Math.min(d[i][j], plus(d[i][k], d[k][j]));
        }
      }
    }
    return d;
  }

  /** Because the bounds are between starts, an event with a duration bounds nothing. */
  private boolean isPoint(int trigger) {
    return triggers.get(trigger).type().durationField() == null;
  }

  private int trigger(int slot) {
    for (int i = 0; i < triggers.size(); i++) {
      if (triggers.get(i).slot() == slot) {
        return i;
      }
    }
    return -1;
  }

  private long sourceHorizon(PatternPlan source) {
    if (triggers.isEmpty()) {
      return UNBOUNDED;
    }
    long horizon = 0;
    for (int q = 0; q < triggers.size(); q++) {
      long bound = UNBOUNDED;
      for (TimeRelation relation : source.relations()) {
        boolean own = relation.slot() == source.slot();
        int other = trigger(own ? relation.otherSlot() : relation.slot());
        if (other >= 0 && isPoint(other) && source.type().durationField() == null) {
          long step = own ? negate(relation.lower()) : relation.upper();
          bound = Math.min(bound, plus(bounds[q][other], step));
        }
      }
      horizon = Math.max(horizon, bound);
    }
    return horizon;
  }

  private static long window(long horizon, PatternPlan source) {
    return source.window() instanceof WindowSpec.Time time
        ? Math.min(horizon, time.millis())
        : horizon;
  }

  private static long explicit(long horizon, PatternPlan pattern) {
    return horizon == UNBOUNDED
        ? pattern.type().expiresMillis().orElse(UNBOUNDED)
        : Math.max(0, horizon);
  }

  private static long negate(long value) {
    return value == Long.MIN_VALUE || value == Long.MAX_VALUE ? UNBOUNDED : -value;
  }

  private static long plus(long a, long b) {
    return a == UNBOUNDED || b == UNBOUNDED ? UNBOUNDED : a + b;
  }
}
