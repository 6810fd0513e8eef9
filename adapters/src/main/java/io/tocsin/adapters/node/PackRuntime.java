package io.tocsin.adapters.node;

import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.hazelcast.HotCheckpoints;
import io.tocsin.adapters.kafka.KafkaCheckpointStore;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.KafkaJournal;
import io.tocsin.adapters.kafka.KafkaOutbox;
import io.tocsin.adapters.kafka.KafkaSourceReader;
import io.tocsin.adapters.kafka.Names;
import io.tocsin.adapters.kafka.StableOffsets;
import io.tocsin.adapters.kafka.Topics;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.lane.Lane;
import io.tocsin.engine.lane.LaneState;
import io.tocsin.engine.pack.Pack;
import io.tocsin.engine.pack.Source;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.router.DueTimes;
import io.tocsin.engine.router.RouterState;
import io.tocsin.engine.router.RouterTask;
import io.tocsin.engine.shard.DeployedPack;
import io.tocsin.engine.spi.Metrics;
import io.tocsin.engine.spi.Outbox;
import io.tocsin.engine.window.OperatorSessions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pack on this node: its router task and its lanes, each with a thread. */
final class PackRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(PackRuntime.class);

  /** Work ends a wait at once; these bound how late a thread hears that it is to stop. */
  private static final long ROUTER_WAIT_MILLIS = 100;

  private static final long LANE_WAIT_MILLIS = 200;

  private final PackPlan plan;
  private final DeployedPack deployed;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final KafkaJournal journal;
  private final DueTimes due;
  private final KafkaCheckpointStore durable;
  private final HotCheckpoints checkpoints;
  private final StableOffsets stable;
  private final RouterPart router;
  private final Worker routerWorker;
  private final List<LanePart> lanes = new ArrayList<>();
  private final List<Worker> laneWorkers = new ArrayList<>();
  private final List<LaneWatch> watches = new ArrayList<>();
  private boolean closed;

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
    topics(plan, connection, names, settings).create();
    stable = new StableOffsets(connection, transactional(pack), metrics);
    try {
      journal = opened(new KafkaJournal(connection, names));
      deployed = new DeployedPack(plan, OperatorSessions.ofOneOf(journal.shards()));
      due = new DueTimes(journal.shards(), plan.levels());
      durable = opened(new KafkaCheckpointStore(connection, names));
      checkpoints =
          opened(
              new HotCheckpoints(
                  names.checkpoints(),
                  durable,
                  durable::newest,
                  member,
                  settings.hotCheckpointBytes()));
      router = opened(router(connection, names, metrics, settings));
      routerWorker =
          new Worker(pack.name() + "-router", router, ROUTER_WAIT_MILLIS, connection.clock());
      int count = Math.min(connection.settings().lanes(), journal.shards());
      Tenure tenure = Tenure.of(member);
      for (int number = 0; number < count; number++) {
        Outbox kafka =
            new KafkaOutbox(connection, names, number, count, transactional(pack), metrics);
        Outbox outbox = new AlertTap(kafka, listeners);
        LanePart part = opened(lane(number, count, outbox, tenure, metrics, settings));
        lanes.add(part);
        Worker worker =
            new Worker(pack.name() + "-lane-" + number, part, LANE_WAIT_MILLIS, connection.clock());
        laneWorkers.add(worker);
        watches.add(new LaneWatch(pack.name(), number, part::applying, worker::stack, metrics));
      }
    } catch (RuntimeException e) {
      // Because it is tried again each second while the broker comes and goes.
      discard();
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private RouterPart router(
      KafkaConnection connection, Names names, Metrics metrics, NodeSettings settings) {
    return new RouterPart(
        new RouterTask(
            plan,
            RouterTask.decoders(plan),
            0,
            1,
            new KafkaSourceReader(connection, names, 0, journal::renew),
            journal,
            due,
            metrics,
            settings.router()));
  }

  private LanePart lane(
      int number, int count, Outbox outbox, Tenure tenure, Metrics metrics, NodeSettings settings) {
    Lane lane =
        new Lane(
            number,
            Lane.shardsOf(number, count, journal.shards()),
            List.of(deployed),
            journal,
            outbox,
            checkpoints,
            tenure,
            due,
            metrics,
            settings.lane());
    return new LanePart(lane, plan.pack().name(), metrics);
  }

  private static Topics topics(
      PackPlan plan, KafkaConnection connection, Names names, NodeSettings settings) {
    Pack pack = plan.pack();
    Topics topics = new Topics(connection).pack(names).output(pack.alertTopic());
    pack.sources()
        .forEach(
            source -> {
              topics.output(source.topic() + "-late").output(source.topic() + "-dlt");
              if (settings.sourcePartitions() > 0) {
                topics.source(source.topic(), settings.sourcePartitions());
              } else if (plan.levelOf(source.topic()) >= 0) {
                // Nobody else makes a topic to which only rules emit.
                topics.output(source.topic());
              }
            });
    pack.tables().forEach(table -> topics.output(table.topic() + "-dlt"));
    return topics;
  }

  /** The topics in which an open transaction holds up somebody: us, or who reads our results. */
  private static Set<String> transactional(Pack pack) {
    Set<String> topics = new TreeSet<>();
    topics.add(pack.alertTopic());
    for (Source source : pack.sources()) {
      topics.addAll(List.of(source.topic(), source.topic() + "-late", source.topic() + "-dlt"));
    }
    return topics;
  }

  /** Looks at what no thread of the pack notices; called about once a second. */
  void watch(long now) {
    stable.turn(now);
  }

  /** Looks for lanes that take long for a frame; called about once a second, by one thread. */
  synchronized void watchLanes(long now) {
    if (!closed) {
      watches.forEach(watch -> watch.look(now));
    }
  }

  /** Which lane takes long for a frame; empty where none does. */
  String slowness() {
    return watches.stream()
        .map(LaneWatch::trouble)
        .filter(trouble -> !trouble.isEmpty())
        .findFirst()
        .orElse("");
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
        plan,
        router.state(),
        lanes.stream().map(LanePart::status).toList(),
        counters,
        problem(),
        false);
  }

  /** Lifts a rule's quarantine; completes once every shard's journal has it. */
  CompletableFuture<Void> lift(String rule) {
    return router.lift(rule);
  }

  /** Whether another node has claimed some of it. */
  boolean isFenced() {
    Optional<ErrorCode> fenced = Optional.of(ErrorCode.FENCED);
    return (router.state() instanceof RouterState.Stopped task && task.code().equals(fenced))
        || lanes.stream()
            .anyMatch(
                lane ->
                    lane.status().state() instanceof LaneState.Stopped stopped
                        && stopped.code().equals(fenced));
  }

  private String problem() {
    for (Worker worker : workers()) {
      Throwable failure = worker.failure();
      if (failure != null) {
        return "A thread of the pack [%s] ended: [%s].".formatted(plan.pack().name(), failure);
      }
    }
    List<String> stuck = stable.stuck();
    if (!stuck.isEmpty()) {
      return "Nothing can be read beyond an open transaction in [%s].\nMaybe a producer hangs; kafka-transactions.sh finds and aborts it."
          .formatted(String.join(", ", stuck));
    }
    return Stream.concat(Stream.of(router.trouble()), lanes.stream().map(LanePart::trouble))
        .filter(trouble -> !trouble.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The thread of the router task. */
  Worker router() {
    return routerWorker;
  }

  /** The threads of the lanes. */
  List<Worker> lanes() {
    return laneWorkers;
  }

  /** All its threads. */
  List<Worker> workers() {
    List<Worker> all = new ArrayList<>(laneWorkers);
    all.add(routerWorker);
    return all;
  }

  /** Closes what was never started. */
  void discard() {
    while (!opened.isEmpty()) {
      AutoCloseable part = opened.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.atWarn()
            .addKeyValue("pack", plan.pack().name())
            .addKeyValue("part", part.getClass().getSimpleName())
            .setCause(e)
            .log("Not closed");
      }
    }
  }

  /** Closes what its threads leave, once they have ended; a second call does nothing. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    watches.forEach(watch -> watch.forget(Worker.elapsed()));
    checkpoints.close();
    durable.close();
    journal.close();
  }
}
