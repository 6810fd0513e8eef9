package io.tocsin.engine.window;

import io.tocsin.engine.session.RuleSession;
import java.util.Arrays;

/**
 * A time for each of many runners, of which the earliest is known at once: a tournament, where each
 * node has the earlier time of the two below it (Knuth, The Art of Computer Programming 3, 5.4.1).
 * To change a time takes the logarithm of their number.
 */
final class RunnerTimes {
  /** The root is 1, the nodes below i are 2i and 2i + 1; runner i is the leaf {@code width} + i. */
  private final long[] earliest;

  private final int width;

  /** For so many runners, each of which has {@link RuleSession#NEVER}. */
  RunnerTimes(int runners) {
    this.width = Integer.highestOneBit(Math.max(1, runners * 2 - 1));
    this.earliest = new long[width * 2];
    Arrays.fill(earliest, RuleSession.NEVER);
  }

  /** The earliest of all, {@link RuleSession#NEVER} where there is none. */
  long earliest() {
    return earliest[1];
  }

  void set(int runner, long time) {
    int node = width + runner;
    if (earliest[node] == time) {
      return;
    }
    earliest[node] = time;
    for (node >>= 1; node > 0; node >>= 1) {
      long now = Math.min(earliest[node * 2], earliest[node * 2 + 1]);
      if (earliest[node] == now) {
        return;
      }
      earliest[node] = now;
    }
  }

  /**
   * The first runner from one on whose time is at or before a time; -1 where there is none.
   *
   * @param latest epoch milliseconds; one that has {@link RuleSession#NEVER} is never meant
   */
  int next(int from, long latest) {
    // At the end of time, too, nothing happens to who has no time.
    long time = Math.min(latest, RuleSession.NEVER - 1);
    if (earliest[1] > time || from >= width) {
      return -1;
    }
    int node = width + from;
    while (earliest[node] > time) {
      // To the right, as far up as is needed to get there.
      while ((node & 1) == 1) {
        node >>= 1;
      }
      if (node == 0) {
        return -1;
      }
      node++;
    }
    while (node < width) {
      node = earliest[node * 2] <= time ? node * 2 : node * 2 + 1;
    }
    return node - width;
  }
}
