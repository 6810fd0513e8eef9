package io.tocsin.engine.pack;

/**
 * What one rule may use for one entry, a deadline or a group that something leaves. Counted, never
 * timed, so that every evaluation of the same entry ends the same.
 *
 * @param steps turns of loops, calls of the rule's own code, elements and characters that it looks
 *     at, candidates that it is tried with
 * @param bytes memory that it allocates, whether it keeps it or not
 * @param firings consequences that run, and alerts and events that they make
 */
public record Budgets(long steps, long bytes, long firings) {
  /** What a rule may use where its pack says nothing. */
  public static final Budgets DEFAULT = new Budgets(1_000_000, 16L << 20, 10_000);

  public Budgets {
    if (steps < 1 || bytes < 1 || firings < 1) {
      throw new IllegalArgumentException(
          "A budget must be positive: steps [%d], bytes [%d], firings [%d]."
              .formatted(steps, bytes, firings));
    }
  }
}
