package io.tocsin.console.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tocsin.console.node.LaneState;
import io.tocsin.console.node.NodeView;
import org.springframework.stereotype.Component;

/**
 * What a monitoring system should know of the node, never with a label for each key of the events.
 */
@Component
class NodeMetrics implements MeterBinder {

  private final NodeView node;

  NodeMetrics(NodeView node) {
    this.node = node;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("tocsin.node.ready", node, n -> n.state().ready() ? 1 : 0)
        .description("1 where the node runs and every lane is live")
        .register(registry);
    Gauge.builder(
            "tocsin.lanes.live",
            node,
            n -> n.state().lanes().stream().filter(LaneState::live).count())
        .description("Lanes that evaluate and emit")
        .register(registry);
    Gauge.builder("tocsin.packs.deployed", node, n -> n.state().packs().size())
        .description("Deployed packs")
        .register(registry);
  }
}
