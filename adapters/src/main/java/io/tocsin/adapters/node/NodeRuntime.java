package io.tocsin.adapters.node;

import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.plan.PackPlan;
import io.tocsin.engine.spi.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs compiled packs on one node against a Kafka cluster and a Hazelcast member. The eldest member
 * of the cluster runs them all, the others stand by; one that was fenced claims again only after
 * the list of nodes has changed.
 *
 * <p>Nothing fails because the broker is away: packs start once it is there, and what runs goes on
 * by itself when it comes back.
 */
public final class NodeRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeRuntime.class);
  private static final long SUPERVISE_MILLIS = 1_000;
  private static final long CUT_OFF_MILLIS = 1_000;
  private static final long RETIRE_MILLIS = 5_000;

  private final KafkaConnection connection;
  private final HazelcastMember member;
  private final Function<String, Metrics> metrics;
  private final NodeSettings settings;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Deployed> packs = new LinkedHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread supervisor = new Thread(this::supervise, "supervisor");

  /** One of its own, because the supervisor waits for the broker. */
  private final Thread watchdog = new Thread(this::watch, "watchdog");

  private volatile boolean reachable;

  /** A pack and, once it could be started, what runs of it. */
  private static final class Deployed {
    final PackPlan plan;
    volatile String problem = "The pack waits for the broker.";
    volatile boolean failed;
    volatile boolean standsBy;
    volatile boolean running;
    volatile @Nullable PackRuntime runtime;

    /** The version of the list of nodes with which another node fenced this one. */
    long fencedAt = -1;

    Deployed(PackPlan plan) {
      this.plan = plan;
    }
  }

  /**
   * @param connection to the cluster; stays open when the node stops
   * @param member of the cluster of nodes; stays open when the node stops
   * @param plans the packs to run, each with another name
   * @param metrics where each pack's numbers go, by its name
   */
  public NodeRuntime(
      KafkaConnection connection,
      HazelcastMember member,
      List<PackPlan> plans,
      Function<String, Metrics> metrics,
      NodeSettings settings) {
    this.connection = connection;
    this.member = member;
    this.metrics = metrics;
    this.settings = settings;
    for (PackPlan plan : plans) {
      if (packs.put(plan.pack().name(), new Deployed(plan)) != null) {
        throw new TocsinException(
            ErrorCode.BAD_ARGUMENT,
            "The pack [%s] is deployed twice.\nMaybe two folders have the same name in pack.yaml."
                .formatted(plan.pack().name()));
      }
    }
  }

  /**
   * Adds a listener for alert lines, one JSON object each, told once they are committed. It is
   * called from several threads and must return quickly.
   */
  public void onAlert(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** Starts the threads and returns at once; {@link #status()} tells how far they are. */
  public void start() {
    supervisor.start();
    watchdog.setDaemon(true);
    watchdog.start();
  }

  /** One look at the node. */
  public NodeStatus status() {
    List<PackStatus> statuses = new ArrayList<>();
    String detail = reachable ? "" : "The broker cannot be reached.";
    for (Deployed pack : packs.values()) {
      PackRuntime runtime = pack.runtime;
      PackStatus status =
          runtime == null
              ? new PackStatus(pack.plan, null, List.of(), Map.of(), pack.problem, pack.standsBy)
              : pack.running
                  ? runtime.status()
                  : runtime.status().withoutIt(pack.problem, pack.standsBy);
      statuses.add(status);
      if (detail.isEmpty()) {
        detail = status.problem();
      }
      if (detail.isEmpty() && runtime != null && pack.running) {
        detail = runtime.slowness();
      }
    }
    return new NodeStatus(reachable, detail, statuses);
  }

  /**
   * Lifts a rule's quarantine on all shards, and returns once their journals have it.
   *
   * @throws TocsinException with {@code BAD_ARGUMENT} where there is no such rule, {@code
   *     UNAVAILABLE} where the pack does not run here or the broker did not take it in time; some
   *     shards may have lifted it all the same, and asking again does no harm
   */
  public void lift(String pack, String rule, Duration within) {
    Deployed deployed = packs.get(pack);
    if (deployed == null
        || deployed.plan.rules().stream().noneMatch(planned -> planned.name().equals(rule))) {
      throw new TocsinException(
          ErrorCode.BAD_ARGUMENT,
          "There is no rule [%s] in a deployed pack [%s].\nMaybe look at the names: tocsin quarantine."
              .formatted(rule, pack));
    }
    PackRuntime runtime = deployed.runtime;
    if (runtime == null || !deployed.running) {
      throw new TocsinException(ErrorCode.UNAVAILABLE, deployed.problem);
    }
    try {
      runtime.lift(rule).get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unlifted(rule, e);
    } catch (ExecutionException | TimeoutException e) {
      throw unlifted(rule, e);
    }
  }

  private static TocsinException unlifted(String rule, Exception cause) {
    return new TocsinException(
        ErrorCode.UNAVAILABLE,
        "It is not known whether the quarantine of the rule [%s] is lifted: [%s].\nMaybe ask again; that does no harm."
            .formatted(rule, cause),
        cause);
  }

  private void supervise() {
    do {
      boolean before = reachable;
      reachable = connection.isReachable();
      if (reachable != before) {
        LOG.atInfo().addKeyValue("reachable", reachable).log("Broker looked at");
      }
      if (reachable) {
        packs.values().forEach(this::tend);
      }
    } while (!awaitStop());
  }

  private void watch() {
    while (!awaitStop()) {
      running().forEach(pack -> pack.watchLanes(Worker.elapsed()));
    }
  }

  private boolean awaitStop() {
    try {
      return stopping.await(SUPERVISE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Gives the pack up, takes it or waits, as the list of nodes and the other nodes want it. */
  private void tend(Deployed pack) {
    if (pack.failed || stopping.getCount() == 0) {
      return;
    }
    long version = member.version();
    boolean mine = member.eldest().equals(member.self());
    PackRuntime runtime = pack.runtime;
    if (pack.running && runtime != null) {
      boolean fenced = runtime.isFenced();
      if (fenced || !mine) {
        retire(pack, runtime);
        pack.fencedAt = fenced ? version : -1;
      } else {
        runtime.watch(Worker.elapsed());
      }
    }
    if (!pack.running) {
      wait(pack, version, mine);
    }
  }

  private void wait(Deployed pack, long version, boolean mine) {
    String name = pack.plan.pack().name();
    boolean stoodBy = pack.standsBy;
    if (!mine) {
      pack.problem = "The node [%s] runs the pack [%s].".formatted(member.eldest(), name);
      pack.standsBy = true;
    } else if (pack.fencedAt == version) {
      pack.problem =
          "Another node has taken the pack [%s] over.\nMaybe the nodes cannot reach each other; this one claims it again when the list of nodes changes."
              .formatted(name);
      pack.standsBy = false;
    } else {
      pack.standsBy = false;
      launch(pack);
    }
    if (pack.standsBy != stoodBy) {
      LOG.atInfo()
          .addKeyValue("pack", name)
          .addKeyValue("standsBy", pack.standsBy)
          .addKeyValue("eldest", member.eldest())
          .log("Pack placed");
    }
  }

  private void retire(Deployed pack, PackRuntime runtime) {
    long now = Worker.elapsed();
    try {
      boolean drained = end(runtime.workers(), now, now + RETIRE_MILLIS);
      runtime.close();
      pack.running = false;
      LOG.atWarn()
          .addKeyValue("pack", pack.plan.pack().name())
          .addKeyValue("drained", drained)
          .log("Pack given up, another node has it");
    } catch (InterruptedException stopped) {
      // The node stops, and that ends the rest of it.
      Thread.currentThread().interrupt();
    }
  }

  private void launch(Deployed pack) {
    String name = pack.plan.pack().name();
    try {
      PackRuntime runtime =
          new PackRuntime(pack.plan, connection, member, metrics.apply(name), settings, listeners);
      boolean running = run(pack, runtime);
      LOG.atInfo().addKeyValue("pack", name).addKeyValue("running", running).log("Pack launched");
    } catch (TocsinException e) {
      pack.problem = String.valueOf(e.getMessage());
      pack.failed = e.code() != ErrorCode.UNAVAILABLE;
      LOG.atLevel(stopping.getCount() > 0 ? Level.WARN : Level.DEBUG)
          .addKeyValue("pack", name)
          .addKeyValue("code", e.code().code())
          .addKeyValue("reason", e.getMessage())
          .log("Pack not started");
    } catch (RuntimeException e) {
      pack.problem = "The pack [%s] cannot start: [%s].".formatted(name, e);
      pack.failed = true;
      LOG.atLevel(stopping.getCount() > 0 ? Level.ERROR : Level.DEBUG)
          .addKeyValue("pack", name)
          .setCause(e)
          .log("Pack not started");
    }
  }

  /** Starts it, unless the node stops: whatever {@link #stop} does not see must not run. */
  private boolean run(Deployed pack, PackRuntime runtime) {
    synchronized (packs) {
      if (stopping.getCount() > 0) {
        runtime.start();
        pack.runtime = runtime;
        pack.running = true;
        return true;
      }
    }
    runtime.discard();
    return false;
  }

  /**
   * Stops with the stream: routers, then lanes; a pack that is on its way is given up. A second
   * call does nothing.
   *
   * @param within how long it may take; what is not done then is cut off, which costs time at the
   *     next start
   * @return whether everything was drained
   */
  public boolean stop(Duration within) {
    long now = Worker.elapsed();
    long end = now + within.toMillis();
    long third = within.toMillis() / 3;
    List<PackRuntime> running;
    synchronized (packs) {
      stopping.countDown();
      running = running();
    }
    supervisor.interrupt();
    boolean drained = true;
    try {
      List<Worker> routers = running.stream().map(PackRuntime::router).toList();
      List<Worker> lanes = running.stream().flatMap(pack -> pack.lanes().stream()).toList();
      drained = end(routers, now, now + third) & end(lanes, end - third, end);
      running.forEach(PackRuntime::close);
      supervisor.join(Math.max(CUT_OFF_MILLIS, end - Worker.elapsed()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      drained = false;
    }
    packs.values().forEach(pack -> pack.failed = true);
    LOG.atInfo()
        .addKeyValue("drained", drained)
        .addKeyValue("millis", Worker.elapsed() - now)
        .log("Node stopped");
    return drained;
  }

  /** Drains the workers; those that have not ended in time are cut off. */
  private static boolean end(List<Worker> workers, long drainBy, long until)
      throws InterruptedException {
    workers.forEach(worker -> worker.drain(drainBy));
    boolean drained = true;
    for (Worker worker : workers) {
      drained &= worker.await(until);
    }
    if (!drained) {
      workers.forEach(Worker::abandon);
      awaitAll(workers);
      workers.forEach(Worker::interrupt);
      awaitAll(workers);
    }
    return drained;
  }

  private static void awaitAll(List<Worker> workers) throws InterruptedException {
    long until = Worker.elapsed() + CUT_OFF_MILLIS;
    for (Worker worker : workers) {
      worker.await(until);
    }
  }

  private List<PackRuntime> running() {
    List<PackRuntime> running = new ArrayList<>();
    for (Deployed pack : packs.values()) {
      PackRuntime runtime = pack.runtime;
      if (runtime != null && pack.running) {
        running.add(runtime);
      }
    }
    return running;
  }

  /** Stops within 20 s. */
  @Override
  public void close() {
    stop(Duration.ofSeconds(20));
  }
}
