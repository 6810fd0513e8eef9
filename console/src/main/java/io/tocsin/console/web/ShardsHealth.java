package io.tocsin.console.web;

import io.tocsin.console.node.LaneState;
import io.tocsin.console.node.NodeState;
import io.tocsin.console.node.NodeView;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Says whether the node does its work; readiness hangs on it. */
@Component("shards")
class ShardsHealth implements HealthIndicator {

  private final NodeView node;

  ShardsHealth(NodeView node) {
    this.node = node;
  }

  @Override
  public Health health() {
    NodeState state = node.state();
    Health.Builder health = state.ready() ? Health.up() : Health.outOfService();
    return health
        .withDetail("phase", state.phase())
        .withDetail("lanes", state.lanes().size())
        .withDetail("live", state.lanes().stream().filter(LaneState::live).count())
        .build();
  }
}
