package io.tocsin.engine.replay;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the lines of several inputs are read: always from the open input whose
 * watermark is lowest, so that the time of the whole moves as evenly as it can and few events wait
 * for the others. The time of the first line decides ties, then the order of the sources, then that
 * of the arguments.
 *
 * @param <T> what is merged
 */
final class Merge<T> {
  /** No event yet: the watermark (or first time) of an input without one. */
  static final long NONE = Long.MIN_VALUE;

  private final PriorityQueue<Place<T>> open =
      new PriorityQueue<>(
          Comparator.<Place<T>>comparingLong(place -> place.watermark)
              .thenComparingLong(place -> place.firstTime)
              .thenComparingInt(place -> place.source)
              .thenComparingInt(place -> place.argument));

  /** Adds an input that is to be read, with the watermark that it has now. */
  void add(T input, long watermark, long firstTime, int source, int argument) {
    open.add(new Place<>(input, watermark, firstTime, source, argument));
  }

  /**
   * Takes the input to read next; null where all are closed. The caller adds it again with its new
   * watermark.
   */
  @Nullable Place<T> take() {
    return open.poll();
  }

  /**
   * Whether the given input would still be the next one with that watermark, so that it need not be
   * added first.
   */
  boolean isNext(Place<T> place, long watermark) {
    Place<T> other = open.peek();
    return other == null || watermark < other.watermark;
  }

  /** An input with its place in the order. */
  record Place<T>(T input, long watermark, long firstTime, int source, int argument) {}
}
