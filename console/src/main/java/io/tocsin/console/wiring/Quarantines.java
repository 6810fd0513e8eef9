package io.tocsin.console.wiring;

import io.tocsin.adapters.node.NodeStatus;
import io.tocsin.adapters.node.PackStatus;
import io.tocsin.console.node.QuarantineState;
import io.tocsin.engine.lane.ShardView;
import io.tocsin.engine.session.Quarantine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums up the quarantines of a node's shards by pack and rule. */
final class Quarantines {

  private Quarantines() {}

  static List<QuarantineState> of(NodeStatus status) {
    List<QuarantineState> all = new ArrayList<>();
    for (PackStatus pack : status.packs()) {
      String name = pack.plan().pack().name();
      Map<String, QuarantineState> byRule = new TreeMap<>();
      for (PackStatus.LaneStatus lane : pack.lanes()) {
        for (ShardView shard : lane.shards()) {
          shard
              .quarantined()
              .getOrDefault(name, List.of())
              .forEach(one -> byRule.merge(one.rule(), first(name, one), Quarantines::sum));
        }
      }
      all.addAll(byRule.values());
    }
    return all;
  }

  private static QuarantineState first(String pack, Quarantine one) {
    return new QuarantineState(
        pack, one.rule(), 1, one.count(), one.at(), one.position(), one.code(), one.reason());
  }

  private static QuarantineState sum(QuarantineState known, QuarantineState more) {
    return new QuarantineState(
        known.pack(),
        known.rule(),
        known.shards() + more.shards(),
        known.faults() + more.faults(),
        known.at(),
        known.position(),
        known.code(),
        known.reason());
  }
}
