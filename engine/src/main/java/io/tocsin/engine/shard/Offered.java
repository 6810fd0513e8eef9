package io.tocsin.engine.shard;

/**
 * What became of an event; it was taken for the key groups that are named by neither.
 *
 * @param late the key groups, as bits, for which its time is below their level's watermark
 * @param shed the key groups, as bits, for which too many events wait
 */
public record Offered(long late, long shed) {
  static final Offered TAKEN = new Offered(0, 0);

  /** Whether it was taken for all. */
  public boolean isTaken() {
    return late == 0 && shed == 0;
  }
}
