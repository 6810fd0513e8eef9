package io.tocsin.adapters;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits on a condition with a bound. */
public final class Until {
  private static final long BOUND_NANOS = 30_000_000_000L;

  private Until() {}

  /** Returns when it holds; fails after 30 s. */
  public static void holds(String what, Callable<Boolean> condition) throws Exception {
    holds(what, condition, BOUND_NANOS);
  }

  /** The same for what a broker's return stands in the way of; fails after two minutes. */
  public static void holdsAtLast(String what, Callable<Boolean> condition) throws Exception {
    holds(what, condition, 4 * BOUND_NANOS);
  }

  private static void holds(String what, Callable<Boolean> condition, long boundNanos)
      throws Exception {
    long deadline = System.nanoTime() + boundNanos;
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not within %d s: %s".formatted(boundNanos / 1_000_000_000L, what));
      }
      // Because what is waited for happens elsewhere and tells nobody; it has to be asked.
      LockSupport.parkNanos(5_000_000);
    }
  }
}
