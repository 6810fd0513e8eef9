package io.tocsin.engine.event;

import java.nio.charset.StandardCharsets;

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
  /** A long and three ints with their signs, and what stands between them. */
  private static final int LONGEST = 20 + 3 * 11 + 3;

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
    // Written by hand, because an alert has up to forty of them.
    byte[] text = new byte[LONGEST];
    int from = text.length;
    if (derivation != 0) {
      from = digits(derivation, text, from);
      text[--from] = '+';
    }
    from = digits(offset, text, from);
    text[--from] = '@';
    from = digits(partition, text, from);
    text[--from] = '/';
    from = digits(source, text, from);
    return new String(text, from, text.length - from, StandardCharsets.ISO_8859_1);
  }

  /** Writes a number so that it ends before an index; returns where it begins. */
  private static int digits(long number, byte[] text, int end) {
    int from = end;
    // Of the negative number, because that of the lowest one has no positive.
    long rest = number < 0 ? number : -number;
    do {
      text[--from] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      text[--from] = '-';
    }
    return from;
  }
}
