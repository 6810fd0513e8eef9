package io.tocsin.engine.spi;

import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How the engine asks the futures of its ports: on its own thread, without waiting. */
public final class Futures {
  private Futures() {}

  /**
   * Whether the work is done.
   *
   * @throws TocsinException where it failed: the failure itself, or with {@link
   *     ErrorCode#UNAVAILABLE} where it is of another class
   */
  public static boolean isDone(CompletableFuture<?> future) {
    if (!future.isDone()) {
      return false;
    }
    try {
      future.join();
      return true;
    } catch (CompletionException | CancellationException e) {
      if (e.getCause() instanceof TocsinException known) {
        throw known;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new TocsinException(ErrorCode.UNAVAILABLE, "A request failed: [" + cause + "].", cause);
    }
  }
}
