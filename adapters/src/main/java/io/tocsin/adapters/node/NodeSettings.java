package io.tocsin.adapters.node;

import io.tocsin.engine.lane.LaneSettings;
import io.tocsin.engine.router.RouterSettings;

/**
 * The bounds of a node.
 *
 * @param sourcePartitions partitions of a source topic that is missing; 0 to create none and wait
 *     for it
 * @param hotCheckpointBytes larger checkpoints have no hot copy in the cluster
 * @param router of every router task
 * @param lane of every lane
 */
public record NodeSettings(
    int sourcePartitions, int hotCheckpointBytes, RouterSettings router, LaneSettings lane) {

  /** Creates no source topics; hot copies up to 64 MiB. */
  public static final NodeSettings DEFAULT =
      new NodeSettings(0, 64 << 20, RouterSettings.DEFAULT, LaneSettings.DEFAULT);

  /** The same for a node that creates its source topics with so many partitions. */
  public NodeSettings withSourcePartitions(int partitions) {
    return new NodeSettings(partitions, hotCheckpointBytes, router, lane);
  }
}
