package io.tocsin.console.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One look at a node.
 *
 * @param phase where the node is in its life
 * @param ready whether it does its work: the broker answers, and each lane is live or it stands by
 * @param detail what it is doing or why it failed, what it waits for, one sentence; empty while it
 *     runs
 * @param node the node's name in the cluster; empty before it has one
 * @param startedAt when the process started, epoch milliseconds
 * @param lanes all lanes that the node knows of, by pack and number
 * @param shards all shards that the node knows of, by pack and number
 * @param packs the deployed packs, by name
 * @param quarantined the rules that are evaluated no more, by pack and name
 * @param counters what became of the records, by name (records, events, processed, ...)
 */
public record NodeState(
    Phase phase,
    boolean ready,
    String detail,
    String node,
    long startedAt,
    List<LaneState> lanes,
    List<ShardState> shards,
    List<PackState> packs,
    List<QuarantineState> quarantined,
    Map<String, Long> counters) {

  public NodeState {
    lanes = List.copyOf(lanes);
    shards = List.copyOf(shards);
    packs = List.copyOf(packs);
    quarantined = List.copyOf(quarantined);
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }

  /** The life of a node. */
  public enum Phase {
    STARTING,
    RUNNING,
    /** It runs nothing, because another node does, and takes over when that one goes. */
    STANDBY,
    STOPPING,
    FAILED
  }
}
