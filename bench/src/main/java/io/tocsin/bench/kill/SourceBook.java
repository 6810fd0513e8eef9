package io.tocsin.bench.kill;

import java.util.Arrays;

/**
 * What the journal says of the records of one source partition: for each, how many times it is
 * counted, for how many key groups, and as what.
 */
final class SourceBook {
  /** What a record has become. */
  enum Fate {
    NONE,
    EVENT,
    REJECTED
  }

  private byte[] counted = new byte[1024];
  private byte[] pairs = new byte[1024];
  private Fate[] fates = new Fate[1024];
  private long[] digests = new long[1024];
  private int end;

  /**
   * An entry of the journal that no earlier one repeats.
   *
   * @param keepsBooks whether it is the one that counts the record
   * @param keyGroups for how many key groups it speaks
   * @param digest of the event's time and number; 0 for what is no event
   */
  void add(long offset, boolean keepsBooks, int keyGroups, Fate fate, long digest) {
    int place = Math.toIntExact(offset);
    if (place >= counted.length) {
      int size = Math.max(place + 1, counted.length * 2);
      counted = Arrays.copyOf(counted, size);
      pairs = Arrays.copyOf(pairs, size);
      fates = Arrays.copyOf(fates, size);
      digests = Arrays.copyOf(digests, size);
    }
    counted[place] += (byte) (keepsBooks ? 1 : 0);
    pairs[place] += (byte) keyGroups;
    fates[place] = fate;
    digests[place] = digest;
    end = Math.max(end, place + 1);
  }

  /** Whether the record is there once, for all key groups, as what it is. */
  boolean accounts(long offset, int keyGroups, Fate fate, long digest) {
    int place = Math.toIntExact(offset);
    return place < end
        && counted[place] == 1
        && pairs[place] == keyGroups
        && fates[place] == fate
        && (digest == 0 || digests[place] == 0 || digests[place] == digest);
  }

  /** The offset behind the last record that the journal knows. */
  long end() {
    return end;
  }

  static long digest(long at, long number) {
    return at * 31 + number;
  }
}
