package io.tocsin.adapters.node;

import io.tocsin.engine.lane.LaneState;
import io.tocsin.engine.lane.ShardView;
import io.tocsin.engine.session.Quarantine;
import io.tocsin.engine.spi.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a lane and its shards stand, as gauges: what an alert rule for Tocsin itself asks. One thread
 * only.
 */
final class LaneGauges {
  private final Metrics metrics;
  private final Metrics.Gauge live;
  private final Map<Integer, ShardGauges> shards = new HashMap<>();
  private final Map<String, Metrics.Gauge> rules = new HashMap<>();
  private final String lane;

  private record ShardGauges(
      Metrics.Gauge lag, Metrics.Gauge unsaved, Metrics.Gauge savedAt, Metrics.Gauge diverged) {}

  LaneGauges(Metrics metrics, int lane) {
    this.metrics = metrics;
    this.lane = Integer.toString(lane);
    this.live = metrics.gauge("tocsin_lane_live", "lane", this.lane);
  }

  /**
   * @param since when this run of the lane's shards began at the earliest, epoch milliseconds: the
   *     age of a checkpoint counts from there until the first one is written
   */
  void set(LaneState state, List<ShardView> views, long since) {
    live.set(state instanceof LaneState.Live ? 1 : 0);
    // What another node has now is not ours to report.
    boolean owned = !(state instanceof LaneState.Claiming || state instanceof LaneState.Stopped);
    for (ShardView view : views) {
      ShardGauges gauges = shards.computeIfAbsent(view.shard(), this::gauges);
      long unsaved = view.nextOffset() - Math.max(0, view.checkpoint());
      gauges.lag().set(owned ? view.lag().orElse(0) : 0);
      gauges.unsaved().set(owned ? unsaved : 0);
      gauges.savedAt().set(Math.max(since, view.checkpointAt()) / 1000.0);
      gauges.diverged().set(owned && view.diverged() ? 1 : 0);
    }
    quarantined(owned ? views : List.of());
  }

  /** On how many of the lane's shards each rule is quarantined. */
  private void quarantined(List<ShardView> views) {
    Map<String, Integer> shardsOf = new HashMap<>();
    rules.keySet().forEach(rule -> shardsOf.put(rule, 0));
    for (ShardView view : views) {
      for (List<Quarantine> ofPack : view.quarantined().values()) {
        ofPack.forEach(quarantine -> shardsOf.merge(quarantine.rule(), 1, Integer::sum));
      }
    }
    shardsOf.forEach(
        (rule, count) ->
            rules
                .computeIfAbsent(
                    rule,
                    name -> metrics.gauge("tocsin_rule_quarantined", "lane", lane, "rule", name))
                .set(count));
  }

  private ShardGauges gauges(int shard) {
    String name = Integer.toString(shard);
    return new ShardGauges(
        metrics.gauge("tocsin_shard_lag_frames", "shard", name),
        metrics.gauge("tocsin_shard_unsaved_frames", "shard", name),
        metrics.gauge("tocsin_shard_checkpoint_timestamp_seconds", "shard", name),
        metrics.gauge("tocsin_shard_diverged", "shard", name));
  }
}
