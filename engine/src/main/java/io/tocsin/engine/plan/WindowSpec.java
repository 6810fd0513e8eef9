package io.tocsin.engine.plan;

/** What a window holds. */
public sealed interface WindowSpec {
  /**
   * At T the events with {@code T - millis < ts <= T}.
   *
   * @param millis at least 1
   */
  record Time(long millis) implements WindowSpec {}

  /**
   * The last events that pass the pattern's own constraints, per group.
   *
   * @param count at least 1
   */
  record Length(int count) implements WindowSpec {}
}
