package io.tocsin.adapters.node;

import io.tocsin.engine.lane.LaneState;
import io.tocsin.engine.lane.ShardView;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.RouterState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a pack stands on this node.
 *
 * @param plan what is deployed
 * @param router where its router task is; null before it has started
 * @param lanes its lanes; empty before it has started
 * @param counters what became of its records since the journal's beginning (records, pairs,
 *     processed, ...)
 * @param problem why it does not run here or what broke; empty where all is well
 * @param standsBy whether another node runs it, and this one would take over
 */
public record PackStatus(
    PackPlan plan,
    @Nullable RouterState router,
    List<LaneStatus> lanes,
    Map<String, Long> counters,
    String problem,
    boolean standsBy) {

  /**
   * A lane and its shards.
   *
   * @param lane its number
   * @param state where it is in its life
   * @param shards as they stood after the last step
   */
  public record LaneStatus(int lane, LaneState state, List<ShardView> shards) {}

  /** The same as it was when this node gave it up, with the reason. */
  PackStatus withoutIt(String reason, boolean standby) {
    return new PackStatus(plan, router, lanes, counters, reason, standby);
  }

  /** Whether the router runs and every lane gives results. */
  public boolean isLive() {
    return problem.isEmpty()
        && router instanceof RouterState.Running
        && !lanes.isEmpty()
        && lanes.stream().allMatch(lane -> lane.state() instanceof LaneState.Live);
  }
}
