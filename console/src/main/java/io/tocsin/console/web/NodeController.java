package io.tocsin.console.web;

import io.tocsin.console.node.LaneState;
import io.tocsin.console.node.NodeState;
import io.tocsin.console.node.NodeView;
import io.tocsin.console.node.PackState;
import io.tocsin.console.node.ShardState;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The state of the node, as JSON. */
@RestController
@RequestMapping("/api/v1")
class NodeController {

  private final NodeView node;

  NodeController(NodeView node) {
    this.node = node;
  }

  /** The lanes with their owners, and the shards with their places. */
  record Shards(List<LaneState> lanes, List<ShardState> shards) {}

  record Packs(List<PackState> packs) {}

  @GetMapping("/node")
  NodeState node() {
    return node.state();
  }

  @GetMapping("/shards")
  Shards shards() {
    NodeState state = node.state();
    return new Shards(state.lanes(), state.shards());
  }

  @GetMapping("/packs")
  Packs packs() {
    return new Packs(node.state().packs());
  }
}
