package io.tocsin.bench.kill;

import io.tocsin.adapters.kafka.Names;
import io.tocsin.bench.broker.TopicFollower;
import io.tocsin.engine.drools.PackCompiler;
import io.tocsin.engine.pack.PackLoader;
import io.tocsin.engine.plan.PackPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * One run of faults, and the proof that nothing came of them.
 *
 * <p>The next fault waits until every partition of the alert topic has shown an alert of an event
 * that is younger than the repair of the last one, and then for a random moment, so that faults
 * meet a node at work; only {@link Fault#NODE_AGAIN} does not wait.
 */
public final class KillRun implements AutoCloseable {
  private static final int SHARDS = 12;
  private static final int LANES = 4;
  private static final String ALERTS = "fault.alerts";
  private static final long PROGRESS_SECONDS = 120;
  private static final long SETTLE_SECONDS = 120;
  private static final long STOP_SECONDS = 40;
  private static final long MOST_PAUSE_MILLIS = 1_500;
  private static final long SOON_MILLIS = 8_000;
  private static final long LOOK_MILLIS = 50;

  private final Random random;
  private final Consumer<String> progress;
  private final PackPlan plan;
  private final Names names = new Names("tocsin", "fault");
  private final AlertBook live = new AlertBook();
  private final Truth truth = new Truth();
  private final JournalAudit journal;
  private final Victims victims;
  private final BrokerView view;
  private final Generator generator;
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
  private int inFlight;

  /**
   * Starts broker, node and traffic.
   *
   * @param folder for the data of broker and nodes
   * @param pack the folder of the pack {@code fault}
   * @param rate payments per second
   */
  public KillRun(Path folder, Path pack, long seed, int rate, Consumer<String> progress)
      throws IOException, ExecutionException, InterruptedException {
    this.random = new Random(seed);
    this.progress = progress;
    this.plan = PackCompiler.compile(PackLoader.load(pack));
    this.journal = new JournalAudit(plan, SHARDS);
    this.victims = new Victims(folder, pack);
    this.view = new BrokerView(victims.bootstrap(), names);
    view.createSources();
    this.generator = new Generator(victims.bootstrap(), new Traffic(seed, rate, truth), rate);
  }

  /**
   * What a run says.
   *
   * @param kills how many faults there were
   * @param inFlight how many of them met an open transaction
   * @param byFault how many of each kind
   * @param repeated entries of the journal that repeat earlier ones
   * @param outdated frames in the journal of claims that were over
   * @param verdict what the checks found
   */
  public record Outcome(
      int kills,
      int inFlight,
      Map<String, Integer> byFault,
      long repeated,
      long outdated,
      Verdict verdict) {}

  /** Runs so many faults and checks everything. */
  public Outcome run(int times) throws Exception {
    generator.start();
    awaitTopics();
    try (TopicFollower alerts =
            new TopicFollower(
                victims.bootstrap(),
                TopicFollower.partitions(ALERTS, LANES),
                true,
                record -> live.add(record.partition(), record.value()));
        TopicFollower frames =
            new TopicFollower(
                victims.bootstrap(),
                TopicFollower.partitions(names.journal(), SHARDS),
                false,
                record -> journal.frame(record.partition(), record.offset(), record.value()))) {
      awaitProgress(alerts, frames);
      int number = 0;
      for (Fault fault : Fault.draw(times, random)) {
        inflict(++number, fault, alerts, frames);
      }
      awaitProgress(alerts, frames);
      progress.accept("the traffic ends");
      generator.finish();
      settle(alerts, frames);
      stopNode();
      settle(alerts, frames);
    }
    Map<TopicPartition, Long> routed = view.committed(names.router(0));
    progress.accept("reading everything again");
    Checker checker = new Checker(victims.bootstrap(), view, journal, plan.keyGroups().size());
    Verdict verdict = checker.check(ALERTS, live, truth, generator.acknowledged(), routed);
    Map<String, Integer> byFault = new HashMap<>();
    faults.forEach((fault, count) -> byFault.put(fault.name().toLowerCase(Locale.ROOT), count));
    return new Outcome(times, inFlight, byFault, journal.repeated(), journal.outdated(), verdict);
  }

  private void inflict(int number, Fault fault, TopicFollower alerts, TopicFollower frames)
      throws IOException, ExecutionException, InterruptedException {
    long pause =
        fault == Fault.NODE_AGAIN
            ? random.nextLong(SOON_MILLIS)
            : random.nextLong(MOST_PAUSE_MILLIS);
    if (fault != Fault.NODE_AGAIN) {
      awaitProgress(alerts, frames);
    }
    // The random moment.
    TimeUnit.MILLISECONDS.sleep(pause);
    long began = System.nanoTime();
    List<String> open = victims.inflict(fault, view, () -> awaitProgress(alerts, frames));
    inFlight += open.isEmpty() ? 0 : 1;
    faults.merge(fault, 1, Integer::sum);
    progress.accept(
        "fault %d: %s after %d ms, %.1f s, met %s; %,d events, %,d alerts"
            .formatted(
                number,
                fault,
                pause,
                (System.nanoTime() - began) / 1e9,
                open,
                generator.sent(),
                live.count()));
  }

  private void awaitTopics() throws ExecutionException, InterruptedException {
    long deadline = deadline(PROGRESS_SECONDS);
    while (!view.exists(ALERTS) || !view.exists(names.journal())) {
      look(deadline, "The node has not made its topics.");
    }
  }

  /** Until every lane has given an alert about an event of now or later. */
  private void awaitProgress(TopicFollower alerts, TopicFollower frames)
      throws InterruptedException {
    long from = System.currentTimeMillis();
    long deadline = deadline(PROGRESS_SECONDS);
    while (true) {
      Map<Integer, Long> lastAt = live.lastAt();
      if (lastAt.size() == LANES && lastAt.values().stream().allMatch(at -> at >= from)) {
        return;
      }
      alerts.check();
      frames.check();
      look(deadline, "The node does not come back.");
    }
  }

  /** Until everything is routed, evaluated, committed and seen. */
  private void settle(TopicFollower alerts, TopicFollower frames)
      throws ExecutionException, InterruptedException {
    long deadline = deadline(SETTLE_SECONDS);
    while (!isSettled(alerts, frames)) {
      if (System.nanoTime() > deadline) {
        progress.accept("not everything was taken in within " + SETTLE_SECONDS + " s");
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isSettled(TopicFollower alerts, TopicFollower frames)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> sources = generator.acknowledged();
    Map<TopicPartition, Long> frameEnds =
        view.ends(TopicFollower.partitions(names.journal(), SHARDS));
    return covers(view.committed(names.router(0)), sources)
        && covers(view.committed(names.lanes()), frameEnds)
        && frames.hasReached(frameEnds)
        && alerts.hasReached(view.ends(TopicFollower.partitions(ALERTS, LANES)));
  }

  private static boolean covers(Map<TopicPartition, Long> found, Map<TopicPartition, Long> wanted) {
    return wanted.entrySet().stream()
        .allMatch(end -> found.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private void stopNode() throws InterruptedException {
    int exit = victims.node().terminate(STOP_SECONDS);
    progress.accept("the node ended with " + exit);
    if (exit != 0) {
      throw new IllegalStateException(
          "The node does not end cleanly on SIGTERM: exit code [%d].".formatted(exit));
    }
  }

  private static long deadline(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private void look(long deadline, String otherwise) throws InterruptedException {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(otherwise);
    }
    if (!victims.node().isAlive()) {
      throw new IllegalStateException("The node has ended by itself.");
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  @Override
  public void close() {
    generator.close();
    view.close();
    victims.close();
  }
}
