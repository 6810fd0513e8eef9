package io.tocsin.engine.router;

/**
 * The bounds of a router task.
 *
 * @param frameBytes a frame is cut once its entries have this many bytes
 * @param frameMillis at least this long between two times that the frames with news are cut; up to
 *     twice as long while a write is under way
 * @param tickMillis at most this long between two ticks of a shard on which something is due; while
 *     a write is under way, twice {@code frameMillis} where that is longer
 * @param idleTickMillis at most this long between two ticks of any shard while time moves
 * @param commitMillis how often source offsets are committed; five times less often while less than
 *     a thousand records wait for it, because reading them again costs less
 * @param inFlightBytes no further records are read while more bytes than this are not acknowledged
 * @param backoffMillis how long to wait after a failure before claiming again
 */
public record RouterSettings(
    int frameBytes,
    long frameMillis,
    long tickMillis,
    long idleTickMillis,
    long commitMillis,
    long inFlightBytes,
    long backoffMillis) {

  /** 64 KiB, 10 ms, 10 ms, 1 s, 1 s, 32 MiB, 1 s. */
  public static final RouterSettings DEFAULT =
      new RouterSettings(64 << 10, 10, 10, 1_000, 1_000, 32L << 20, 1_000);
}
