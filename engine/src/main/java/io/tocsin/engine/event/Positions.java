package io.tocsin.engine.event;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * Positions of events as texts, as {@link SourcePosition#toString} writes them, in their order.
 * They are kept as numbers: an explanation has up to forty of them, and mostly they are written
 * once and never looked at. Immutable.
 */
public final class Positions extends AbstractList<String> implements RandomAccess {
  private static final int PLACE_BITS = 32;

  /** None. */
  public static final Positions NONE = new Builder(0).build();

  private final long[] places;
  private final long[] offsets;
  private final int[] derivations;

  private Positions(long[] places, long[] offsets, int[] derivations) {
    this.places = places;
    this.offsets = offsets;
    this.derivations = derivations;
  }

  /** Takes positions, one after the other. */
  public static final class Builder {
    private long[] places;
    private long[] offsets;

    /** Empty as long as all are 0. */
    private int[] derivations = {};

    private int size;

    /**
     * @param most how many there will be; more only take longer
     */
    public Builder(int most) {
      this.places = new long[most];
      this.offsets = new long[most];
    }

    /** Adds a position; see {@link SourcePosition} for its parts. */
    public Builder add(int source, int partition, long offset, int derivation) {
      if (size == places.length) {
        places = Arrays.copyOf(places, size * 2 + 1);
        offsets = Arrays.copyOf(offsets, size * 2 + 1);
      }
      places[size] = (long) source << PLACE_BITS | Integer.toUnsignedLong(partition);
      offsets[size] = offset;
      if (derivation != 0) {
        derivations = Arrays.copyOf(derivations, size + 1);
        derivations[size] = derivation;
      }
      size++;
      return this;
    }

    public Positions build() {
      return size == places.length
          ? new Positions(places, offsets, derivations)
          : new Positions(Arrays.copyOf(places, size), Arrays.copyOf(offsets, size), derivations);
    }
  }

  public int source(int index) {
    return (int) (places[index] >>> PLACE_BITS);
  }

  public int partition(int index) {
    return (int) places[index];
  }

  public long offset(int index) {
    return offsets[index];
  }

  /** See {@link SourcePosition#derivation}. */
  public int derivation(int index) {
    return index < derivations.length ? derivations[index] : 0;
  }

  @Override
  public String get(int index) {
    return new SourcePosition(source(index), partition(index), offset(index), derivation(index))
        .toString();
  }

  @Override
  public int size() {
    return places.length;
  }
}
