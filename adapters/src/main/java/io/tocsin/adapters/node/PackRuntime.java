package io.tocsin.adapters.node;

import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.HotCheckpoints;
import io.tocsin.adapters.kafka.KafkaCheckpointStore;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaJournal;
import io.tocsin.adapters.kafka.KafkaOutbox;
import io.tocsin.adapters.kafka.KafkaSourceReader;
import io.tocsin.adapters.kafka.Names;
import io.tocsin.adapters.kafka.Topics;
import io.tocsin.engine.lane.Lane;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.RouterTask;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.window.OperatorSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One pack on this node: its router task and its lanes, each with a thread. */
final class PackRuntime {
  private final PackPlan plan;
  private final KafkaJournal journal;
  private final KafkaCheckpointStore durable;
  private final HotCheckpoints checkpoints;
  private final RouterPart router;
  private final Worker routerWorker;
  private final List<LanePart> lanes = new ArrayList<>();
  private final List<Worker> laneWorkers = new ArrayList<>();

  /**
   * Makes the pack's topics and everything that runs; starts nothing yet.
   *
   * @throws io.tocsin.engine.event.TocsinException with {@code UNAVAILABLE} where the broker is
   *     away
   */
  PackRuntime(
      PackPlan plan,
      KafkaConnection connection,
      HazelcastMember member,
      Metrics metrics,
      NodeSettings settings,
      List<Consumer<String>> listeners) {
    this.plan = plan;
    Pack pack = plan.pack();
    Names names = new Names(connection.settings().prefix(), pack.name());
    topics(pack, connection, names, settings).create();
    journal = new KafkaJournal(connection, names);
    durable = new KafkaCheckpointStore(connection, names);
    checkpoints =
        new HotCheckpoints(
            names.checkpoints(), durable, durable::newest, member, settings.hotCheckpointBytes());
    router =
        new RouterPart(
            new RouterTask(
                plan,
                RouterTask.decoders(plan),
                0,
                1,
                new KafkaSourceReader(connection, names, 0, journal::renew),
                journal,
                metrics,
                settings.router()));
    routerWorker = new Worker(pack.name() + "-router", router);
    DeployedPack deployed = new DeployedPack(plan, new OperatorSessions(false));
    int count = Math.min(connection.settings().lanes(), journal.shards());
    for (int number = 0; number < count; number++) {
      Lane lane =
          new Lane(
              number,
              Lane.shardsOf(number, count, journal.shards()),
              List.of(deployed),
              journal,
              new AlertTap(new KafkaOutbox(connection, names, number, count), listeners),
              checkpoints,
              member,
              metrics,
              settings.lane());
      LanePart part = new LanePart(lane, pack.name());
      lanes.add(part);
      laneWorkers.add(new Worker(pack.name() + "-lane-" + number, part));
    }
  }

  private static Topics topics(
      Pack pack, KafkaConnection connection, Names names, NodeSettings settings) {
    Topics topics = new Topics(connection).pack(names).output(pack.alertTopic());
    pack.sources()
        .forEach(
            source -> {
              topics.output(source.topic() + "-late").output(source.topic() + "-dlt");
              if (settings.sourcePartitions() > 0) {
                topics.source(source.topic(), settings.sourcePartitions());
              }
            });
    pack.tables().forEach(table -> topics.output(table.topic() + "-dlt"));
    return topics;
  }

  void start() {
    laneWorkers.forEach(Worker::start);
    routerWorker.start();
  }

  PackStatus status() {
    Map<String, Long> counters = new TreeMap<>();
    for (LanePart lane : lanes) {
      lane.counters().forEach((name, value) -> counters.merge(name, value, Long::sum));
    }
    return new PackStatus(
        plan, router.state(), lanes.stream().map(LanePart::status).toList(), counters, problem());
  }

  private String problem() {
    List<Worker> all = new ArrayList<>(laneWorkers);
    all.add(routerWorker);
    for (Worker worker : all) {
      Throwable failure = worker.failure();
      if (failure != null) {
        return "A thread of the pack [%s] ended: [%s].".formatted(plan.pack().name(), failure);
      }
    }
    return "";
  }

  /** The thread of the router task. */
  Worker router() {
    return routerWorker;
  }

  /** The threads of the lanes. */
  List<Worker> lanes() {
    return laneWorkers;
  }

  void close() {
    checkpoints.close();
    durable.close();
    journal.close();
  }
}
