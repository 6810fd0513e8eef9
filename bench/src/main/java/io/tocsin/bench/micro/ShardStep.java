package io.tocsin.bench.micro;

import io.tocsin.bench.BenchPack;
import io.tocsin.engine.event.Event;
import io.tocsin.engine.pack.Limits;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.session.Output;
import io.tocsin.engine.shard.PackShard;
import io.tocsin.engine.window.OperatorSessions;

/** A shard and the events of its workload, one at a time. */
record ShardStep(SampleEvents events, PackShard shard) {
  private static final long LATENESS_MILLIS = 1_000;
  private static final int FILL = 1_000_000;

  /** With full windows. */
  static ShardStep filled(BenchPack pack, Limits limits, Output output) {
    SampleEvents events = new SampleEvents(pack);
    PackPlan plan = with(limits, events.plan());
    ShardStep made =
        new ShardStep(events, new PackShard(plan, OperatorSessions.ofAllKeys(), output, true));
    for (int i = 0; i < FILL; i++) {
      made.step();
    }
    return made;
  }

  private static PackPlan with(Limits limits, PackPlan plan) {
    Pack pack = plan.pack();
    Pack limited =
        new Pack(
            pack.name(),
            pack.version(),
            pack.owner(),
            pack.description(),
            pack.sources(),
            pack.alertTopic(),
            pack.trigger(),
            pack.tables(),
            pack.rules(),
            limits,
            pack.drl());
    return new PackPlan(limited, plan.types(), plan.keyGroups(), plan.rules(), plan.facts());
  }

  void step() {
    Event event = events.next();
    shard.offer(event, 1);
    shard.advance(event.time() - LATENESS_MILLIS);
  }
}
