package io.tocsin.engine.testing;

import io.tocsin.engine.event.TocsinException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for a condition with a bound, for contract tests that also run on real brokers. */
public final class Await {
  private static final long SECONDS = 30;

  private Await() {}

  /** The result of a future; a {@link TocsinException} that it ended with is thrown as it is. */
  public static <T> T result(CompletableFuture<T> future) {
    try {
      return future.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TocsinException known) {
        throw known;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw new AssertionError("No answer within " + SECONDS + " s.", e);
      }
      throw e;
    }
  }

  /** Calls the condition, which should do a bounded piece of work, until it holds. */
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + SECONDS + " s: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
