package io.tocsin.adapters.node;

/** What a {@link Worker} steps. All calls come from the worker's thread. */
interface Part extends AutoCloseable {

  /** One round; returns whether there was anything to do. */
  boolean step(long now, long maxWaitMillis);

  /** Whether nothing is left that a drain should not cut off. */
  boolean isCaughtUp();

  /** Takes no more in; further steps work towards {@link #isStopped()}. */
  void drain();

  boolean isStopped();

  /** Makes what only this thread may look at visible to the others. */
  void publish();

  @Override
  void close();
}
