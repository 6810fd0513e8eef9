package io.tocsin.bench.workload;

import java.util.Comparator;

/** An event that follows from an earlier one, given by a number; earliest first, then by number. */
record Due(long time, int number) implements Comparable<Due> {
  private static final Comparator<Due> ORDER =
      Comparator.comparingLong(Due::time).thenComparingInt(Due::number);

  @Override
  public int compareTo(Due other) {
    return ORDER.compare(this, other);
  }
}
