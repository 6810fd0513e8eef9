package io.tocsin.bench.broker;

import io.tocsin.adapters.node.NodeStatus;
import io.tocsin.adapters.node.PackStatus;
import io.tocsin.engine.lane.ShardView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out when a node's commits cover all that happened before a time: each shard has been seen
 * past that time, and what it had applied by then is committed.
 *
 * <p>Because ticks go on for ever, a shard is never quite committed up to where it stands.
 */
public final class Coverage {
  private final long time;
  private final Map<Integer, Long> passedAt = new HashMap<>();

  /**
   * @param time event time, epoch milliseconds
   */
  public Coverage(long time) {
    this.time = time;
  }

  /** Whether that is so; takes notice of how the node stands now. */
  boolean isComplete(NodeStatus status) {
    PackStatus pack = status.packs().get(0);
    if (!pack.problem().isEmpty()) {
      throw new IllegalStateException(pack.problem());
    }
    boolean complete = !pack.lanes().isEmpty();
    for (PackStatus.LaneStatus lane : pack.lanes()) {
      complete &= !lane.shards().isEmpty();
      complete &= areCovered(lane.shards());
    }
    return complete;
  }

  /** Whether it is so for these shards. */
  boolean areCovered(List<ShardView> shards) {
    boolean covered = true;
    for (ShardView shard : shards) {
      covered &= isCovered(shard.shard(), shard.watermark(), shard.nextOffset(), shard.committed());
    }
    return covered;
  }

  /**
   * Whether it is so for one shard.
   *
   * @param nextOffset the next frame to apply
   * @param committed the first frame whose results are not committed
   */
  public boolean isCovered(int shard, long watermark, long nextOffset, long committed) {
    if (watermark < time) {
      return false;
    }
    long applied = passedAt.computeIfAbsent(shard, any -> nextOffset);
    return committed >= applied;
  }
}
