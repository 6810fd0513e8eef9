package io.tocsin.console.wiring;

import io.tocsin.adapters.node.NodeStatus;
import io.tocsin.adapters.node.PackStatus;
import io.tocsin.console.node.LaneState;
import io.tocsin.console.node.NodeState;
import io.tocsin.console.node.NodeState.Phase;
import io.tocsin.console.node.PackState;
import io.tocsin.console.node.ShardState;
import io.tocsin.engine.lane.ShardView;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.plan.RulePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in the words of the console what the adapters know of a node. */
final class NodeStates {

  private static final List<String> COUNTERS =
      List.of(
          "records",
          "pairs",
          "processed",
          "filtered",
          "late",
          "rejected",
          "shed",
          "duplicate",
          "alerts",
          "emitted",
          "faults");

  private NodeStates() {}

  static NodeState of(
      Phase phase,
      String detail,
      String node,
      long startedAt,
      List<PackPlan> plans,
      @Nullable NodeStatus status) {
    List<LaneState> lanes = new ArrayList<>();
    List<ShardState> shards = new ArrayList<>();
    Map<String, Long> counters = new LinkedHashMap<>();
    COUNTERS.forEach(name -> counters.put(name, 0L));
    if (status != null) {
      for (PackStatus pack : status.packs()) {
        add(pack, node, lanes, shards);
        counters.replaceAll((name, sum) -> sum + pack.counters().getOrDefault(name, 0L));
        sheds(pack.counters(), counters);
      }
    }
    boolean ready = phase == Phase.RUNNING && status != null && status.isReady();
    String why = detail.isEmpty() && status != null ? status.detail() : detail;
    boolean standby = phase == Phase.RUNNING && status != null && status.standsBy();
    return new NodeState(
        standby ? Phase.STANDBY : phase,
        ready,
        why,
        node,
        startedAt,
        lanes,
        shards,
        plans.stream().map(NodeStates::pack).toList(),
        status == null ? List.of() : Quarantines.of(status),
        counters);
  }

  /** What the limits have cost, as far as they have. */
  private static void sheds(Map<String, Long> from, Map<String, Long> counters) {
    from.forEach(
        (name, count) -> {
          if (name.startsWith("shed-")) {
            counters.merge(name, count, Long::sum);
          }
        });
  }

  private static void add(
      PackStatus pack, String node, List<LaneState> lanes, List<ShardState> shards) {
    String name = pack.plan().pack().name();
    for (PackStatus.LaneStatus lane : pack.lanes()) {
      String state = label(lane.state());
      boolean live = lane.state() instanceof io.tocsin.engine.lane.LaneState.Live;
      boolean owned = !state.equals("claiming") && !state.equals("stopped");
      lanes.add(new LaneState(name, lane.lane(), state, live, owned ? node : ""));
      for (ShardView shard : lane.shards()) {
        shards.add(
            new ShardState(
                name,
                shard.shard(),
                lane.lane(),
                shard.diverged() ? "diverged" : label(shard.state()),
                shard.nextOffset(),
                shard.committed(),
                shard.watermark() == Long.MIN_VALUE ? null : (Long) shard.watermark(),
                shard.liveEvents(),
                shard.checkpointAt() < 0 ? null : (Long) shard.checkpointAt()));
      }
    }
  }

  private static String label(Object state) {
    return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static PackState pack(PackPlan plan) {
    return new PackState(
        plan.pack().name(),
        plan.pack().version(),
        plan.pack().description(),
        plan.pack().owner(),
        plan.pack().sources().stream().map(Source::topic).toList(),
        plan.pack().alertTopic(),
        plan.rules().stream().map(RulePlan::name).toList());
  }
}
