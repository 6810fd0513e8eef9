package io.tocsin.engine.lane;

/**
 * The bounds of a lane.
 *
 * @param pollFrames how many frames one step applies at most
 * @param batchMillis results wait at most this long for others before their transaction begins; 0
 *     for none but those of the frames at hand and, while a transaction is written, of what comes
 *     meanwhile
 * @param commitMillis how often positions are committed where there are no results
 * @param batchRecords no further frames are read while more results than this wait for a
 *     transaction
 * @param checkpointMillis how often each shard is checkpointed, where it moved
 * @param keepAliveMillis positions are committed again after this long even if nothing moved,
 *     because brokers forget old ones
 * @param backoffMillis how long to wait after a failure before trying again
 */
public record LaneSettings(
    int pollFrames,
    long batchMillis,
    long commitMillis,
    int batchRecords,
    long checkpointMillis,
    long keepAliveMillis,
    long backoffMillis) {

  /** 64 frames, no wait, 1 s, 20,000 records, 30 s, 1 h, 500 ms. */
  public static final LaneSettings DEFAULT =
      new LaneSettings(64, 0, 1_000, 20_000, 30_000, 3_600_000, 500);

  /** With fewer entries than this, applying them again costs less than a commit. */
  static final int FEW = 1_000;

  private static final long PROMISE_MILLIS = 100;

  /** How much less often little work is committed, and none checkpointed. */
  private static final int QUIET = 5;

  /** How often promises are written where there are no results; one commit costs 17 ms. */
  long promiseMillis() {
    return PROMISE_MILLIS;
  }

  /** How often positions are committed where frames brought few entries, and those no results. */
  long quietCommitMillis() {
    return QUIET * commitMillis;
  }

  /** How often a shard is checkpointed whose frames brought ticks only. */
  long quietCheckpointMillis() {
    return QUIET * checkpointMillis;
  }
}
