package io.tocsin.adapters;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits on a condition with a bound. */
public final class Until {
  private static final long BOUND_NANOS = 30_000_000_000L;

  private Until() {}

  /** Returns when it holds; fails after 30 s. */
  public static void holds(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + BOUND_NANOS;
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 30 s: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
