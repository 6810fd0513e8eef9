package io.tocsin.console.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.adapters.broker.EmbeddedBroker;
import io.tocsin.adapters.hazelcast.HazelcastMember;
import io.tocsin.adapters.kafka.EventSender;
import io.tocsin.adapters.kafka.EventSender.Outgoing;
import io.tocsin.adapters.kafka.KafkaConnection;
import io.tocsin.adapters.kafka.Topics;
import io.tocsin.adapters.metrics.MicrometerMetrics;
import io.tocsin.adapters.node.NodeRuntime;
import io.tocsin.adapters.node.NodeStatus;
import io.tocsin.console.node.AlertFeed;
import io.tocsin.console.node.EventGateway;
import io.tocsin.console.node.NodeState;
import io.tocsin.console.node.NodeState.Phase;
import io.tocsin.console.node.NodeView;
import io.tocsin.console.node.QuarantineDesk;
import io.tocsin.console.terminal.Progress;
import io.tocsin.engine.alert.Alert;
import io.tocsin.engine.event.ErrorCode;
import io.tocsin.engine.event.TocsinException;
import io.tocsin.engine.plan.PackPlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node behind the web layer: broker, member, connection, packs, and their end in the opposite
 * order. {@link #start} is called once, on a thread of its own; everything else from any thread.
 */
final class Node implements NodeView, EventGateway, QuarantineDesk {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long LOOK_AGAIN_MILLIS = 50;
  private static final Duration LIFT_WITHIN = Duration.ofSeconds(10);

  private final NodePlan plan;
  private final Progress progress;
  private final AlertFeed feed;
  private final Consumer<Alert> fresh;
  private final long startedAt = System.currentTimeMillis();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Deque<AutoCloseable> feeders = new ArrayDeque<>();
  private volatile Phase phase = Phase.STARTING;
  private volatile String detail = "Starting…";
  private volatile List<PackPlan> plans = List.of();
  private volatile @Nullable NodeRuntime runtime;
  private volatile @Nullable EventSender sender;
  private volatile @Nullable HazelcastMember member;

  /**
   * @param fresh is told each alert that is committed while the node runs
   */
  Node(NodePlan plan, Progress progress, AlertFeed feed, Consumer<Alert> fresh) {
    this.plan = plan;
    this.progress = progress;
    this.feed = feed;
    this.fresh = fresh;
  }

  /**
   * Starts everything; returns once the packs are on their way, or after the present step where the
   * process ends.
   *
   * @param registry completes with where the numbers go
   * @param stopped whether the process ends already, so that waiting makes no sense
   */
  void start(Future<MeterRegistry> registry, BooleanSupplier stopped) {
    // The compiler and the broker are each busy for seconds, and there are two cores at least.
    CompletableFuture<List<PackPlan>> compiling =
        CompletableFuture.supplyAsync(
            () -> step(plan.packs().size() + " packs compiled", () -> Packs.compile(plan.packs())));
    String bootstrap = plan.bootstrap();
    if (bootstrap == null) {
      detail = "Starting the broker…";
      EmbeddedBroker broker = step("broker started", () -> EmbeddedBroker.start(plan.brokerData()));
      add(broker);
      bootstrap = broker.bootstrap();
    }
    if (stopped.getAsBoolean()) {
      return;
    }
    detail = "Joining the cluster…";
    HazelcastMember joined =
        step("cluster joined", () -> HazelcastMember.start(plan.memberSettings()));
    member = joined;
    add(joined);
    if (stopped.getAsBoolean()) {
      return;
    }
    detail = "Compiling the packs…";
    plans = join(compiling);
    KafkaConnection connection = new KafkaConnection(plan.kafkaSettings(bootstrap));
    add(connection);
    EventSender events = new EventSender(connection);
    add(events);
    sender = events;
    detail = "Waiting for the broker…";
    followAlerts(connection, stopped);
    if (stopped.getAsBoolean()) {
      return;
    }
    MeterRegistry meters = join(registry);
    NodeRuntime running =
        new NodeRuntime(
            connection,
            joined,
            plans,
            pack -> new MicrometerMetrics(meters, pack),
            plan.nodeSettings());
    runtime = running;
    detail = "Starting the packs…";
    running.start();
    running();
  }

  private synchronized void running() {
    // Because the stop may have begun meanwhile.
    if (phase == Phase.STARTING) {
      phase = Phase.RUNNING;
      detail = "";
    }
  }

  private <T> T step(String done, Supplier<T> work) {
    return progress.step(done, work);
  }

  private static <T> T join(Future<T> future) {
    try {
      return future.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TocsinException(ErrorCode.UNAVAILABLE, "The start was interrupted.", e);
    }
  }

  /** Before the packs run, so that none of their alerts counts as one of an earlier run. */
  private void followAlerts(KafkaConnection connection, BooleanSupplier stopped) {
    Set<String> topics = new TreeSet<>();
    plan.packs().forEach(pack -> topics.add(pack.alertTopic()));
    boolean told = false;
    while (!stopped.getAsBoolean()) {
      try {
        Topics wanted = new Topics(connection);
        topics.forEach(wanted::output);
        wanted.create();
        AlertFollower follower = new AlertFollower(connection, topics, feed, plan.history(), fresh);
        follower.start();
        add(follower);
        return;
      } catch (TocsinException away) {
        if (away.code() != ErrorCode.UNAVAILABLE) {
          throw away;
        }
        waitFor(String.valueOf(away.getMessage()), !told);
        told = true;
        pause(1000);
      }
    }
  }

  /** That the broker is still away is no news. */
  private synchronized void waitFor(String reason, boolean news) {
    if (news) {
      LOG.atWarn().addKeyValue("reason", reason).log("Broker not ready");
    }
    // Unless the stop has begun meanwhile, which is what counts then.
    if (phase == Phase.STARTING) {
      detail = reason;
    }
  }

  /** Waits until every lane is live; false where the process ends before. */
  boolean awaitReady(BooleanSupplier stopped) {
    while (!state().ready()) {
      if (stopped.getAsBoolean()) {
        return false;
      }
      pause(LOOK_AGAIN_MILLIS);
    }
    return true;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TocsinException(ErrorCode.UNAVAILABLE, "The start was interrupted.", e);
    }
  }

  private synchronized void add(AutoCloseable part) {
    parts.push(part);
  }

  /** Whoever feeds the node is to end before it does. */
  synchronized void feedFrom(AutoCloseable feeder) {
    feeders.push(feeder);
  }

  EventSender sender() {
    EventSender current = sender;
    if (phase == Phase.STOPPING) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE, "The node stops.\nMaybe send it to another node.");
    }
    if (current == null) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE, "The node is still starting.\nMaybe try again in a moment.");
    }
    return current;
  }

  void fail(String why) {
    phase = Phase.FAILED;
    detail = why;
  }

  @Override
  public NodeState state() {
    NodeRuntime running = runtime;
    HazelcastMember joined = member;
    String name = joined == null ? "" : joined.self();
    NodeStatus status = running == null ? null : running.status();
    return NodeStates.of(phase, detail, name, startedAt, plans, status);
  }

  @Override
  public Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    plan.packs().forEach(pack -> pack.sources().forEach(source -> topics.add(source.topic())));
    return topics;
  }

  @Override
  public void lift(String pack, String rule) {
    NodeRuntime running = runtime;
    if (running == null) {
      throw new TocsinException(
          ErrorCode.UNAVAILABLE, "The node is still starting.\nMaybe try again in a moment.");
    }
    running.lift(pack, rule, LIFT_WITHIN);
  }

  @Override
  public void send(String topic, List<byte[]> records) {
    sender().send(records.stream().map(record -> new Outgoing(topic, null, record)).toList());
  }

  /** From now on it is not ready and takes no events. */
  synchronized void stopping() {
    if (phase != Phase.FAILED) {
      phase = Phase.STOPPING;
      detail = "Stopping…";
    }
  }

  /**
   * Ends what feeds the node, then the packs with what is on its way, then all below.
   *
   * @return whether everything was drained in time
   */
  boolean stop(Duration within) {
    stopping();
    closeAll(feeders);
    NodeRuntime running = runtime;
    boolean drained = running == null || running.stop(within);
    closeAll(parts);
    return drained;
  }

  private synchronized void closeAll(Deque<AutoCloseable> which) {
    while (!which.isEmpty()) {
      close(which.pop());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception stuck) {
      LOG.atWarn()
          .addKeyValue("part", part.getClass().getSimpleName())
          .setCause(stuck)
          .log("Not closed");
    }
  }
}
