package io.tocsin.bench.limits;

import io.tocsin.adapters.broker.BrokerProcess;
import io.tocsin.bench.broker.Coverage;
import io.tocsin.bench.broker.ServedNode;
import io.tocsin.bench.broker.TopicFollower;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import tools.jackson.databind.JsonNode;

/**
 * A flood of keys and a storm of alerts through broker and node, each a process of its own. Half
 * way the node is killed; another process goes on from its checkpoints.
 */
public final class FloodRun implements AutoCloseable {
  private static final String ALERTS = "flood.alerts";
  private static final int LANES = 4;
  private static final long READY_SECONDS = 120;
  private static final long STOP_SECONDS = 60;
  private static final long LOOK_MILLIS = 200;
  private static final long TELL_SECONDS = 10;

  private final FloodPlan plan;
  private final Path folder;
  private final Path pack;
  private final String heap;
  private final long patience;
  private final Consumer<String> progress;
  private final BrokerProcess broker;
  private final Admin admin;
  private final FloodAlerts alerts;
  private final NodeLogs logs;
  private ServedNode node;
  private NodeProbe probe;
  private long peak;

  /**
   * Starts broker and node.
   *
   * @param folder for the data of broker and nodes, and their logs
   * @param pack the folder of the pack {@code flood}
   * @param heap of the node, as {@code -Xmx} takes it
   * @param patience how long everything that was sent may take, seconds
   */
  public FloodRun(
      FloodPlan plan, Path folder, Path pack, String heap, long patience, Consumer<String> progress)
      throws IOException, ExecutionException, InterruptedException {
    this.plan = plan;
    this.folder = folder;
    this.pack = pack;
    this.heap = heap;
    this.patience = patience;
    this.progress = progress;
    this.alerts = new FloodAlerts(plan);
    this.logs = new NodeLogs(folder, LANES);
    this.broker = BrokerProcess.start(folder.resolve("broker"));
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    admin
        .createTopics(List.of(new NewTopic(FloodSender.TOPIC, FloodSender.PARTITIONS, (short) 1)))
        .all()
        .get();
    this.node = start();
    this.probe = new NodeProbe(node);
  }

  private ServedNode start() throws IOException {
    return ServedNode.start(
        broker.bootstrap(),
        pack,
        LANES,
        folder.resolve("node"),
        logs.next(),
        "-Xmx" + heap,
        "-XX:+ExitOnOutOfMemoryError");
  }

  /** Runs it all; the books are for {@link FloodBooks} to check. */
  public FloodBooks run() throws Exception {
    awaitReady();
    FloodBooks books = new FloodBooks(plan, alerts);
    try (FloodSender sender = new FloodSender(broker.bootstrap(), plan);
        TopicFollower follower =
            new TopicFollower(
                broker.bootstrap(), TopicFollower.partitions(ALERTS, LANES), true, alerts::take)) {
      CompletableFuture<Void> storm = CompletableFuture.runAsync(sender::storm);
      books.restored(killHalfWay(follower, storm));
      storm.get();
      progress.accept("%,d records sent".formatted(sender.sent()));
      books.afterStorm(await(plan.stormEnd(), sender.sent()));
      books.heapFull(probe.heapMegabytes());
      sender.again();
      books.afterAgain(await(plan.againEnd(), sender.sent()));
      sender.quiet();
      books.afterQuiet(await(plan.quietEnd(), sender.sent()), sender.sent());
      books.heapQuiet(probe.heapMegabytes());
      awaitReader(follower);
    }
    notePeak();
    books.exitCode(node.terminate(STOP_SECONDS));
    books.process(peak, logs.restarts(), logs.outOfMemory());
    return books;
  }

  /** Waits until half of the records are evaluated, and kills the node; returns what that takes. */
  private double killHalfWay(TopicFollower follower, CompletableFuture<Void> storm)
      throws IOException, InterruptedException {
    long deadline = deadline(patience);
    long toldAt = System.nanoTime();
    long half = (plan.alarms() + plan.keys()) / 2;
    JsonNode state = probe.state();
    while (NodeProbe.counters(state).getOrDefault("records", 0L) < half) {
      follower.check();
      if (storm.isCompletedExceptionally()) {
        storm.join();
      }
      look(deadline, "Half of the records are not evaluated.");
      if (System.nanoTime() - toldAt > TimeUnit.SECONDS.toNanos(TELL_SECONDS)) {
        toldAt = System.nanoTime();
        tell(state);
      }
      state = probe.state();
    }
    notePeak();
    tell(probe.state());
    node.kill();
    long began = System.nanoTime();
    node = start();
    probe = new NodeProbe(node);
    awaitReady();
    double seconds = (System.nanoTime() - began) / 1e9;
    progress.accept("killed, and live again after %.1f s".formatted(seconds));
    return seconds;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = deadline(READY_SECONDS);
    while (!probe.isReady()) {
      look(deadline, "The node does not get ready.");
    }
  }

  /** Waits until all shards are past a time and all of it is counted; returns how it stands. */
  private JsonNode await(long time, long records) throws IOException, InterruptedException {
    long deadline = deadline(patience);
    long toldAt = System.nanoTime();
    Coverage coverage = new Coverage(time);
    while (true) {
      JsonNode state = probe.state();
      if (NodeProbe.isCovered(state, coverage)
          && NodeProbe.counters(state).getOrDefault("records", 0L) >= records) {
        tell(state);
        return state;
      }
      look(deadline, "The node does not get through: " + state);
      if (System.nanoTime() - toldAt > TimeUnit.SECONDS.toNanos(TELL_SECONDS)) {
        toldAt = System.nanoTime();
        tell(state);
      }
    }
  }

  private void tell(JsonNode state) throws IOException {
    progress.accept(
        "%,d alerts read, %,d MB, %,d events kept or waiting, %s"
            .formatted(
                alerts.each() + alerts.twice(),
                probe.peakMegabytes(),
                NodeProbe.events(state),
                NodeProbe.counters(state)));
  }

  private void awaitReader(TopicFollower follower) throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    TopicFollower.partitions(ALERTS, LANES)
        .forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin.listOffsets(wanted).all().get().forEach((one, end) -> ends.put(one, end.offset()));
    long deadline = deadline(patience);
    while (!follower.hasReached(ends)) {
      look(deadline, "The alerts cannot all be read.");
    }
  }

  private void notePeak() throws IOException {
    peak = Math.max(peak, probe.peakMegabytes());
  }

  private static long deadline(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private void look(long deadline, String otherwise) throws InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(otherwise);
    }
    if (!node.isAlive()) {
      throw new IllegalStateException("The node has ended by itself. " + logs.lastLines());
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  @Override
  public void close() {
    admin.close();
    node.close();
    broker.kill();
  }
}
