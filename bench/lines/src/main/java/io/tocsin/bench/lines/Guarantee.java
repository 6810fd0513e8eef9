package io.tocsin.bench.lines;

import java.util.Locale;

/** What a racer promises of its alerts. */
public enum Guarantee {
  EXACTLY_ONCE,
  AT_LEAST_ONCE;

  /** What all commit by: the longest time between two checkpoints, snapshots or commits. */
  public static final int INTERVAL_MILLIS = 1_000;

  /** The guarantee of a name as people write it: {@code at-least-once}. */
  public static Guarantee of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The name as people write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
