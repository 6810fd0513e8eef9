package io.tocsin.bench.broker;

import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaSettings;
import io.tocsin.adapters.node.NodeRuntime;
import io.tocsin.adapters.node.NodeSettings;
import io.tocsin.adapters.node.NodeStatus;
import io.tocsin.bench.ProcessFigures;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.spi.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * One node over the whole topic: router, journal, lanes, transactional alerts; with topics, groups
 * and transactional ids of its own.
 *
 * @param eventsPerSecond from the first read to the commit that covers the last record
 * @param cpuSecondsPerMillion CPU time of this process in that time
 * @param peakMegabytes resident memory of this process
 * @param alerts how many alerts are readable under read_committed
 */
public record NodeRun(
    double eventsPerSecond, double cpuSecondsPerMillion, long peakMegabytes, long alerts) {
  private static final Duration BOUND = Duration.ofMinutes(5);
  private static final long LOOK_NANOS = 1_000_000;

  /**
   * Runs once.
   *
   * @param name of the run; nothing in the broker may begin with it
   */
  public static NodeRun of(SourceTopic source, HazelcastMember member, PackPlan plan, String name)
      throws IOException, ExecutionException, InterruptedException {
    String alerts = name + ".alerts";
    KafkaSettings settings =
        new KafkaSettings(source.bootstrap(), Map.of(), name, 1, 12, 4, 10_000);
    long lateness = plan.pack().sources().get(0).lateness().toMillis();
    NodeRun run;
    ProcessFigures.resetPeak();
    try (KafkaConnection connection = new KafkaConnection(settings);
        NodeRuntime node =
            new NodeRuntime(
                connection,
                member,
                List.of(withAlertsTo(plan, alerts)),
                pack -> Metrics.NONE,
                NodeSettings.DEFAULT)) {
      node.start();
      await(node, NodeRun::reads);
      long began = System.nanoTime();
      long cpu = ProcessFigures.cpuNanos();
      Coverage coverage = new Coverage(source.lastTime() - lateness);
      await(node, coverage::isComplete);
      double seconds = (System.nanoTime() - began) / 1e9;
      double cpuSeconds = (ProcessFigures.cpuNanos() - cpu) / 1e9;
      run =
          new NodeRun(
              source.records() / seconds,
              cpuSeconds * 1_000_000 / source.records(),
              ProcessFigures.peakMegabytes(),
              0);
    }
    long found = source.committed(alerts);
    source.delete(name);
    return new NodeRun(run.eventsPerSecond, run.cpuSecondsPerMillion, run.peakMegabytes, found);
  }

  private static PackPlan withAlertsTo(PackPlan plan, String topic) {
    Pack pack = plan.pack();
    Pack renamed =
        new Pack(
            pack.name(),
            pack.version(),
            pack.owner(),
            pack.description(),
            pack.sources(),
            topic,
            pack.trigger(),
            pack.tables(),
            pack.rules(),
            pack.limits(),
            pack.drl());
    return new PackPlan(renamed, plan.types(), plan.keyGroups(), plan.rules(), plan.facts());
  }

  private static void await(NodeRuntime node, Predicate<NodeStatus> condition) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    for (NodeStatus status = node.status(); !condition.test(status); status = node.status()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("The node did not get through in time: " + status);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static boolean reads(NodeStatus status) {
    return status.packs().stream().allMatch(pack -> pack.router() instanceof RouterState.Running);
  }
}
