package io.tocsin.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a record stands in its source: the name of an event for ever, the same at every replay.
 * Events with the same time are released in the order of their positions.
 *
 * @param source the place of the source in {@code pack.yaml}, from 0
 * @param partition the partition of the topic, or the argument number of a file; from 0
 * @param offset the offset in the partition, or the line number in the file
 * @param derivation 0 for a record of a source; for an event that a rule emitted, a number that
 *     tells it from the others that come from the same record
 */
public record SourcePosition(int source, int partition, long offset, int derivation)
    implements Comparable<SourcePosition> {
  private static final int KEPT = 64;
  private static final @Nullable String[] PLACES = new String[KEPT * KEPT];

  public static SourcePosition of(int source, int partition, long offset) {
    return new SourcePosition(source, partition, offset, 0);
  }

  @Override
  public int compareTo(SourcePosition other) {
    int order = Integer.compare(source, other.source);
    if (order == 0) {
      order = Integer.compare(partition, other.partition);
    }
    if (order == 0) {
      order = Long.compare(offset, other.offset);
    }
    return order == 0 ? Integer.compare(derivation, other.derivation) : order;
  }

  /**
   * For people and for explanations: {@code source/partition@offset}, with {@code +derivation} if
   * derived.
   */
  @Override
  public String toString() {
    String place =
        source >= 0 && source < KEPT && partition >= 0 && partition < KEPT ? kept() : place();
    return derivation == 0 ? place + offset : place + offset + "+" + derivation;
  }

  private String place() {
    return source + "/" + partition + "@";
  }

  /** The same for most positions, of which an alert has up to forty. */
  private String kept() {
    int at = source * KEPT + partition;
    String place = PLACES[at];
    if (place == null) {
      place = place();
      PLACES[at] = place;
    }
    return place;
  }
}
