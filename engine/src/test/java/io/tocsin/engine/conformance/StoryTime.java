package io.tocsin.engine.conformance;

import io.tocsin.engine.pack.Durations;

/** Times of a story: {@code 1m30s} is so long after its beginning. */
final class StoryTime {
  /** Midnight, so that a multiple of a period of the story is one of the epoch too. */
  static final long BEGIN = 1_704_067_200_000L;

  private StoryTime() {}

  /**
   * Milliseconds from the beginning.
   *
   * @throws IllegalArgumentException where the text is no length of time
   */
  static long parse(String text) {
    return Durations.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("[" + text + "] is no time of a story."))
        .toMillis();
  }

  /** The one way to write a time: in seconds where it has no milliseconds. */
  static String format(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
